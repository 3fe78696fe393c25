#include "node-firmware/program/node_program.hpp"

#include <boost/asio/post.hpp>
#include <csignal>
#include <utility>

#include "controller/observability/log.hpp"
#include "node-firmware/program/machine_clocks.hpp"

namespace village::node {
namespace asio = boost::asio;
using domain::Status;

namespace {
constexpr std::chrono::minutes status_at_least{10};
constexpr std::chrono::milliseconds live_gap{20};
constexpr std::chrono::milliseconds fade_and_drain{200};
constexpr std::uint32_t scrub_every = 2, receiver_report_every = 5;
}  // namespace

NodeProgram::NodeProgram(asio::io_context& context, Settings settings, NodeParts parts)
    : context_(context),
      settings_(std::move(settings)),
      identity_(std::move(parts.identity)),
      memory_(std::move(parts.memory)),
      contents_(std::move(parts.contents)),
      receipt_store_(std::move(parts.receipts)),
      device_(std::move(parts.device)),
      software_(parts.software),
      started_(now()),
      time_(now(), read_machine_clocks(settings_.battery_clock), memory_.load_time()),
      live_(identity_.membership()->number, now),
      mixer_([this] { asio::post(context_, [this] { take_reports(); }); }),
      sound_(mixer_, read_ahead_, contents_, live_, time_, now),
      receipts_({identity_.membership()->number, identity_.receipt_key(), software_}, receipt_store_),
      wake_timer_(context),
      tick_timer_(context),
      live_timer_(context),
      report_timer_(context),
      end_timer_(context),
      signals_(context, SIGINT, SIGTERM),
      loop_(identity_.membership()->number, std::move(parts.ring),
            player_loop::PlayerWorld{memory_, contents_, time_, live_, receipts_, sound_, *this, *this, now}),
      fetch_(loop_, contents_),
      link_(context, link::ControlLinkOptions{settings_.controllers, known_time()}, identity_, *this, faults_),
      prefetcher_(context, link::PrefetchOptions{settings_.controllers, settings_.prefetch_kilobytes_per_second, known_time()},
                  identity_, fetch_, faults_),
      fault_socket_(context, [this](Fault fault) { take_fault(fault); }) {
    link::fill_random(boot_id_);
    player_loop::Loudness own;
    own.volume = {settings_.volume_percent, settings_.volume_percent, settings_.emergency_volume_percent};
    sound_.set_loudness(own);
}

NodeProgram::~NodeProgram() { device_->stop(); }

Status NodeProgram::run() {
    sound_.tell_time(now());
    read_ahead_.start();
    if (auto started = device_->start(mixer_); !started) return started;
    if (!settings_.demo_faults.empty()) {
        if (auto listening = fault_socket_.listen(settings_.demo_faults); !listening) return listening;
    }
    log::info("node {} \"{}\" sounds on {} [started]", identity_.membership()->number.value, identity_.membership()->name,
              device_->describe());
    outbox_.stored_up_to(receipt_store_.next_number() - 1);
    loop_.boot();
    signals_.async_wait([this](boost::system::error_code error, int) {
        if (!error) shut_down();
    });
    link_.start();
    prefetcher_.start();
    tick();
    context_.run();
    device_->stop();
    if (time_.trusted()) (void)memory_.save_time(time_.to_remember(now()));
    log::info("node {} ended as asked [stopped]", identity_.membership()->number.value);
    return {};
}

void NodeProgram::shut_down() {
    ending_ = true;
    link_.stop();
    prefetcher_.stop();
    fault_socket_.close();
    sound_.stop_everything();
    // The fade has to reach the horn before the device is closed.
    end_timer_.expires_after(fade_and_drain);
    end_timer_.async_wait([this](boost::system::error_code) {
        for (auto* timer : {&wake_timer_, &tick_timer_, &live_timer_, &report_timer_}) timer->cancel();
        context_.stop();
    });
}

link::KnownTime NodeProgram::known_time() const {
    return [this] { return time_.known_utc(now()); };
}

domain::UtcTime NodeProgram::machine_utc() const { return audio::machine_utc_now() + machine_fault_; }

void NodeProgram::tick() {
    ++ticks_;
    loop_.tick();
    sound_.tell_time(now());
    if (const auto step = time_.machine_step(now(), machine_utc())) {
        log::warn("the machine's clock was stepped by {} s; the node keeps its own and asks for an attestation [clock_stepped]",
                  step->count() / 1'000'000);
        link_.ask_time();
    }
    // An emergency that came without a clock, or an answer that was lost: ask again.
    if (!time_.trusted() && ticks_ % 10 == 0) link_.ask_time();
    const bool ok = device_->state().ok;
    if (std::exchange(device_was_ok_, ok) != ok) status_due_ = true;
    if (ticks_ % scrub_every == 0) scrub();
    if (live_.is_active() && ticks_ % receiver_report_every == 0) {
        for (const auto& report : live_.reports()) link_.send_udp(protocol::UdpKind::receiver_report, report);
    }
    if (status_due_ || now() - status_sent_ >= status_at_least) send_status();
    tick_timer_.expires_after(std::chrono::seconds{1});
    tick_timer_.async_wait([this](boost::system::error_code error) {
        if (!error && !ending_) tick();
    });
}

void NodeProgram::tend_live() {
    if (live_tended_) return;
    live_tended_ = true;
    live_timer_.expires_after(live_gap);
    live_timer_.async_wait([this](boost::system::error_code error) {
        live_tended_ = false;
        if (error || ending_ || !live_.is_active()) return;
        for (const auto& nack : live_.nacks()) link_.send_udp(protocol::UdpKind::nack, nack);
        tend_live();
    });
}

void NodeProgram::scrub() {
    if (unscrubbed_.empty() && ticks_ % 3600 == scrub_every) unscrubbed_ = contents_.complete();
    if (unscrubbed_.empty()) return;
    const auto root = unscrubbed_.back();
    unscrubbed_.pop_back();
    auto content = contents_.open_content(root);
    if (!content || (*content)->verify()) return;
    log::warn("content {} rotted on the disk and is fetched again [content_damaged]", root.text().substr(0, 12));
    contents_.drop(root);
}

void NodeProgram::take_fault(const Fault& fault) {
    log::warn("a fault on purpose: {} {} [demo_faults]", static_cast<int>(fault.kind), fault.value);
    if (fault.kind == Fault::Kind::drop) faults_.drop_percent(static_cast<int>(fault.value));
    if (fault.kind == Fault::Kind::clock) machine_fault_ += std::chrono::seconds{fault.value};
    if (fault.kind == Fault::Kind::uncut) {
        faults_.cut(false);
        link_.dial_now();
    }
    if (fault.kind != Fault::Kind::cut) return;
    faults_.cut(true);
    link_.drop_session();
}

}  // namespace village::node
