// Backups by the clock: every hour a copy of the database in `backups/`, named by its time, checked as a restored one would be,
// the oldest removed. A failure is said until the next one succeeds. Control thread; main owns it and stops it before storage closes.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <string>

#include "controller/storage/storage.hpp"

namespace village::storage {

struct BackupOptions {
    std::string folder;  ///< The data folder.
    std::chrono::milliseconds every = std::chrono::hours{1};
    std::size_t kept_max = 48;
};

class BackupKeeper {
public:
    BackupKeeper(Storage& storage, boost::asio::any_io_executor executor, std::function<domain::UtcTime()> now,
                 BackupOptions options);

    /// Until `stop`; the first copy one period after the newest one that is there, however often the program starts.
    ports::Awaitable<void> run();
    ports::Awaitable<domain::Status> back_up_now();
    /// Returns when no copy is being made any more.
    ports::Awaitable<void> stop();
    const std::optional<std::string>& trouble() const { return trouble_; }

private:
    std::chrono::milliseconds first_wait() const;
    /// Never the one that was just made: the clock may have been ahead, and names from then look younger.
    ports::Awaitable<void> remove_oldest(std::string just_made) const;

    Storage& storage_;
    std::function<domain::UtcTime()> now_;
    BackupOptions options_;
    std::optional<std::string> trouble_;
    bool is_running_ = false, is_stopped_ = false;
    boost::asio::steady_timer timer_, ended_;
};

}  // namespace village::storage
