#include "controller/storage/backup_keeper.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <filesystem>
#include <vector>

#include "controller/observability/log.hpp"

namespace village::storage {
namespace {

namespace fs = std::filesystem;

/// "2026-11-24T18-00-00.000Z": sorts as time does, and is a file name everywhere.
std::string name_of(domain::UtcTime when) {
    auto name = domain::utc_text(when);
    std::replace(name.begin(), name.end(), ':', '-');
    return name;
}

/// Those made before a migration ("before-0002.db") are kept for good.
bool is_by_the_clock(const fs::path& file) {
    const auto name = file.filename().string();
    return file.extension() == ".db" && !name.empty() && name[0] >= '0' && name[0] <= '9';
}

/// A program that has no backup yet makes one soon, but not while it starts.
constexpr std::chrono::minutes without_any{1};

std::vector<fs::path> copies_in(const std::string& data_folder) {
    std::error_code failed;
    std::vector<fs::path> copies;
    for (const auto& file : fs::directory_iterator(data_folder + "/backups", failed))
        if (is_by_the_clock(file.path())) copies.push_back(file.path());
    return copies;
}

}  // namespace

BackupKeeper::BackupKeeper(Storage& storage, boost::asio::any_io_executor executor, std::function<domain::UtcTime()> now,
                           BackupOptions options)
    : storage_(storage),
      now_(std::move(now)),
      options_(std::move(options)),
      timer_(executor),
      ended_(executor, boost::asio::steady_timer::time_point::max()) {}

ports::Awaitable<void> BackupKeeper::run() {
    is_running_ = true;
    for (auto wait = first_wait(); !is_stopped_; wait = options_.every) {
        boost::system::error_code stopped;
        timer_.expires_after(wait);
        co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, stopped));
        if (!is_stopped_) (void)co_await back_up_now();  // What failed is said by `trouble`, and tried again in an hour.
    }
    is_running_ = false;
    ended_.cancel();
}

ports::Awaitable<domain::Status> BackupKeeper::back_up_now() {
    const auto when = now_();
    const auto name = name_of(when);
    auto made = co_await storage_.backup(name);
    if (made) {
        trouble_.reset();
        co_await remove_oldest(name + ".db");
        co_return made;
    }
    trouble_ = "no backup was made at " + domain::utc_text(when) + ": " + made.error().detail;
    log::error("{} [{}]", *trouble_, domain::error_name(made.error().code));
    co_return made;
}

ports::Awaitable<void> BackupKeeper::stop() {
    is_stopped_ = true;
    timer_.cancel();
    boost::system::error_code ended;
    if (is_running_) co_await ended_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ended));
}

std::chrono::milliseconds BackupKeeper::first_wait() const {
    using std::chrono::milliseconds;
    const auto now = fs::file_time_type::clock::now();
    auto wait = std::min<milliseconds>(options_.every, without_any);
    for (const auto& copy : copies_in(options_.folder)) {
        std::error_code failed;
        const auto age = std::chrono::duration_cast<milliseconds>(now - fs::last_write_time(copy, failed));
        if (!failed) wait = std::max(wait, std::clamp<milliseconds>(options_.every - age, milliseconds{0}, options_.every));
    }
    return wait;
}

ports::Awaitable<void> BackupKeeper::remove_oldest(std::string just_made) const {
    auto copies = copies_in(options_.folder);
    std::erase_if(copies, [&](const auto& copy) { return copy.filename() == just_made; });
    std::sort(copies.begin(), copies.end());
    const auto younger =
        std::find_if(copies.begin(), copies.end(), [&](const auto& copy) { return copy.filename() > just_made; });
    std::rotate(copies.begin(), younger, copies.end());
    for (std::size_t i = 0; i + options_.kept_max < copies.size() + 1; ++i) {
        auto name = copies[i].stem().string();
        const auto removed = co_await storage_.remove_backup(std::move(name));
        if (!removed) log::warn("an old backup stays: {} [storage_failed]", removed.error().detail);
    }
}

}  // namespace village::storage
