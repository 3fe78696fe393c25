#include "controller/building.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "controller/control_loop/calendar_import.hpp"
#include "controller/control_loop/echo_planning.hpp"
#include "controller/job_history.hpp"
#include "controller/media/live_sources.hpp"
#include "controller/metrics.hpp"
#include "controller/observability/log.hpp"
#include "controller/signer/client.hpp"

namespace village {
namespace {

using domain::Error;
using domain::ErrorCode;
using domain::Status;

/// No sound takes longer to make; what is older in the work folder belongs to nobody.
constexpr std::chrono::hours longest_work{6};

domain::UtcTime utc_now() {
    return domain::UtcTime{std::chrono::duration_cast<domain::Duration>(std::chrono::system_clock::now().time_since_epoch())};
}

/// UUIDv7 with the system's randomness.
class RandomIds final : public domain::IdSource {
public:
    domain::UuidBytes next(domain::UtcTime now) override {
        std::array<std::uint8_t, 10> random{};
        randombytes_buf(random.data(), random.size());
        return domain::make_uuid_v7(now, random);
    }
};

/// Without them no announcement would ever get its sound, which somebody would find out at 05:30.
Status check_programs(const std::filesystem::path& folder) {
    for (const char* name : {"village-decoder", "village-speech", "village-relay"})
        if (::access((folder / name).c_str(), X_OK) != 0)
            return Error{ErrorCode::configuration_invalid,
                         fmt::format("{} cannot be run: {}; --programs has to name the folder where it is",
                                     (folder / name).string(), std::strerror(errno))};
    return {};
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

Building::Building(const config::Config& config) : config_(config), ids_(std::make_unique<RandomIds>()) {}

Building::~Building() = default;

domain::Result<std::unique_ptr<Building>> Building::open(const config::Config& config) {
    if (sodium_init() < 0) return Error{ErrorCode::internal, "libsodium cannot start"};
    std::unique_ptr<Building> building(new Building(config));
    if (auto opened = building->open_rooms(); !opened) return opened.error();
    return building;
}

Status Building::open_rooms() {
    const auto control = context_.get_executor();
    const std::filesystem::path programs = config_.programs;
    auto stations = config::stations_of(config_);
    if (!stations) return stations.error();
    stations_ = std::move(*stations);
    if (auto there = check_programs(programs); !there) return there;
    storage::StorageOptions kept{.folder = config_.data};
    kept.owner = ids_->next(utc_now());
    auto storage = storage::Storage::open(std::move(kept), control);
    if (!storage) return storage.error();
    storage_ = std::move(*storage);
    const storage::BackupOptions backups{config_.data, std::chrono::minutes{config_.backup_every_minutes}, config_.backups_kept};
    backups_ = std::make_unique<storage::BackupKeeper>(*storage_, control, utc_now, backups);
    feed_ = std::make_unique<web_api::LiveFeed>(control);

    auto code = load_set_up_code();
    if (!code) return code.error();
    set_up_code_ = code->text();
    people_ =
        std::make_unique<people::People>(storage_->stores().operators, *ids_, *code, control, worker_.get_executor(), utc_now);

    workshop_ =
        std::make_unique<media::Workshop>(media::WorkshopOptions{.decoder = programs / "village-decoder",
                                                                 .speech = programs / "village-speech",
                                                                 .work_folder = std::filesystem::path(config_.data) / "work"});
    auto save_row = [this](const ports::JobRow& row) {
        feed_->publish(row);
        keep_in_history(context_.get_executor(), storage_->stores().jobs, row);
    };
    auto post = [this](std::function<void()> call) { boost::asio::post(context_, std::move(call)); };
    jobs_ = std::make_unique<jobs::JobQueue>(*ids_, jobs::JobQueueHooks{post, save_row, utc_now});
    signer::ClientOptions asking{.socket_path = config_.signer_socket};
    asking.owner = [this] { return storage_->stores().ownership.owner(); };
    asking.on_obeyed = [this] { loop_->obeyed_by_signer(); };
    asking.on_superseded = [this] { loop_->refused_by_signer(); };
    signer_ = signer::connect_signer(control, std::move(asking));
    return open_sessions();
}

Status Building::open_sessions() {
    const auto control = context_.get_executor();
    sessions::SessionOptions options;
    options.folder = (std::filesystem::path(config_.data) / "sessions").string();
    options.listen_address = config_.address;
    options.port = config_.port;
    options.names = config_.names;
    options.confirm_enrolment_automatically = config_.confirm_enrolment;

    // In a circle: fan-out sends from the nodes' UDP port, which sessions opens; sessions tells the loop, which speaks by fan-out.
    control_loop::Ports loop_ports{storage_->stores(), storage_->blobs(), *jobs_, *workshop_, *signer_, *people_, *feed_};
    control_loop::LoopOptions loop_options{std::chrono::seconds{config_.emergency_countdown_seconds}};
    loop_options.takes_over = config_.take_over;
    for (const auto& [key, address] : stations_) loop_options.relays.insert(key);
    loop_ = std::make_unique<control_loop::ControlLoop>(control, utc_now, *ids_, loop_ports, loop_options);
    sessions::SessionWorld world{
        *loop_, *loop_, *signer_, storage_->blobs(), storage_->stores().credentials, storage_->stores().receipts, utc_now};
    auto opened = sessions::SessionService::open(context_, options, world);
    if (!opened) return opened.error();
    sessions_ = std::move(*opened);
    auto socket = sessions_->share_udp_socket();
    if (!socket) return socket.error();
    auto post = [this](std::function<void()> call) { boost::asio::post(context_, std::move(call)); };
    media::LiveSourceOptions live{stations_, std::filesystem::path{config_.programs} / "village-relay", &station_news_};
    auto sender = fanout::Fanout::create({.udp_socket = *socket}, media::live_sources(std::move(live)), post);
    if (!sender) return sender.error();
    fanout_ = std::move(*sender);
    sessions_->connect_media(fanout_.get());
    loop_->connect(*sessions_, *sessions_, *fanout_);
    loop_->also_report([this] {
        return ports::LiveView::Part{"backup", !backups_->trouble(), backups_->trouble().value_or("")};
    });
    loop_->also_report([this] { return station_news_.part(); });
    loop_->on_signer_heard() = [this] { boost::asio::co_spawn(context_, refresh_trust(), boost::asio::detached); };
    return open_web();
}

Status Building::open_web() {
    const auto control = context_.get_executor();
    web_api::WebWorld world{*loop_,
                            storage_->read_model(),
                            *loop_,
                            storage_->stores(),
                            *people_,
                            storage_->blobs(),
                            *jobs_,
                            *signer_,
                            *ids_,
                            *feed_,
                            worker_.get_executor(),
                            utc_now,
                            control_loop::preview_import,
                            control_loop::timing_remarks,
                            control_loop::plan_echo_groups};
    web_api::WebOptions options;
    options.pages_folder = config_.web_root;
    options.device_ca_pem = read_file(sessions_->ca_certificate_path());
    options.emergency_countdown = std::chrono::seconds{config_.emergency_countdown_seconds};
    options.metrics_text = [this] { return metrics_text(*loop_, sessions_->counters(), fanout_->counters()); };
    web_ = std::make_unique<web_api::WebServer>(control, world, options);
    if (auto loaded = web_->load_pages(); !loaded) return loaded;
    sessions_->on_web_connection([this](std::unique_ptr<web_api::TlsStream> stream) { web_->accept(std::move(stream)); });
    if (config_.local_port == 0) return {};
    return web_->listen("127.0.0.1", config_.local_port);
}

domain::Result<people::SetUpCode> Building::load_set_up_code() {
    // The same code until the first account exists, so that a restart does not invalidate what was written down.
    const auto path = std::filesystem::path(config_.data) / "set-up-code";
    if (auto known = read_file(path); known.size() >= 10) return people::SetUpCode(known.substr(0, known.find('\n')));
    auto code = people::SetUpCode::make();
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const auto text = code.text() + "\n";
    const bool written = file >= 0 && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    if (file >= 0) ::close(file);
    if (!written) return Error{ErrorCode::storage_failed, "cannot write " + path.string() + "; is the data folder writable?"};
    return code;
}

Status Building::run() {
    boost::asio::signal_set signals(context_, SIGINT, SIGTERM);
    signals.async_wait([this](boost::system::error_code failed, int) {
        if (failed) return;
        log::info("stopping; the loudspeakers go on with their plan [stopping]");
        boost::asio::co_spawn(context_, stop(), boost::asio::detached);
    });
    boost::asio::co_spawn(context_, live(), boost::asio::detached);
    context_.run();
    close();
    return outcome_;
}

ports::Awaitable<void> Building::live() {
    outcome_ = co_await start();
    if (!outcome_) co_await stop();
}

ports::Awaitable<Status> Building::start() {
    if (auto started = co_await loop_->start(); !started) co_return started;
    if (auto started = co_await sessions_->start(); !started) co_return started;
    boost::asio::co_spawn(context_, backups_->run(), boost::asio::detached);
    tidy_later();
    const auto needs_set_up = co_await people_->needs_set_up();
    log::info("pages on http://localhost:{}, loudspeakers and phones on port {} [ready]", config_.local_port, sessions_->port());
    if (needs_set_up && *needs_set_up) log::warn("no account yet; the set-up code is {} [setup_needed]", set_up_code_);
    co_return Status{};
}

void Building::tidy_later() {
    tidy_timer_.expires_after(std::chrono::hours{1});
    tidy_timer_.async_wait([this](boost::system::error_code cancelled) {
        if (cancelled) return;
        boost::asio::post(worker_, [this] {
            storage_->blobs().drop_abandoned_uploads();
            workshop_->clear_leftovers(longest_work);
        });
        tidy_later();
    });
}

ports::Awaitable<void> Building::refresh_trust() {
    if (auto trusted = co_await sessions_->refresh_trust(); !trusted)
        log::error("the loudspeakers are not told of new keys: {} [{}]", trusted.error().detail,
                   domain::error_name(trusted.error().code));
}

ports::Awaitable<void> Building::stop() {
    tidy_timer_.cancel();
    loop_->stop();
    co_await web_->stop();
    co_await sessions_->stop();
    co_await backups_->stop();
    if (auto kept = co_await loop_->on_disk(); !kept)
        log::error("not everything is on disk: {} [disk_full]", kept.error().detail);
    context_.stop();
}

void Building::close() {
    fanout_.reset();
    jobs_.reset();
    worker_.join();
    storage_->close();
}

}  // namespace village
