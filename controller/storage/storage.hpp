// What the controller remembers: opens the data folder, owns the threads that touch the disk, and hands out the stores, the
// lists and the blobs. Belongs to the control thread; every coroutine it gives resumes on `executor`. It must outlive the
// coroutines that use it; call `close()` after they ended.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "controller/ports/blob_store.hpp"
#include "controller/ports/read_model.hpp"
#include "controller/ports/stores.hpp"

namespace village::storage {

/// own_threads: one writer, two readers and a caretaker. caller: everything at once on the calling thread, for simulations and for a
/// file system (`vfs`) that only one connection may use.
enum class RunOn : std::uint8_t { own_threads, caller };

struct StorageOptions {
    std::string folder;  ///< Made when it is not there. Holds `village.db`, `blobs/`, `uploads/`, `backups/`.
    RunOn run_on = RunOn::own_threads;
    std::string vfs;                             ///< A registered SQLite VFS for the database; empty: the machine's own.
    std::chrono::milliseconds group_wait{5};     ///< Receipts wait at most this long for company ...
    std::size_t group_rows_max = 200;            ///< ... or until so many are together.
    std::chrono::milliseconds read_limit{2000};  ///< A list that takes longer is `timed_out`.
    std::chrono::milliseconds check_limit = std::chrono::minutes{10};  ///< A backup that takes longer to read through is none.
    std::uint64_t upload_bytes_max = 300'000'000;
    domain::UuidBytes owner{};                   ///< Of this life of the controller; a fresh one for each.
    std::uint64_t free_bytes_kept = 64'000'000;  ///< Uploads are refused below this much free disk; receipts still go in.
};

class Storage {
public:
    /// Locks the folder, brings the database up to date, starts the threads. Errors, each with what to do: `already_running`,
    /// `database_newer`, `disk_full`, `storage_failed` (read-only folder, damaged or foreign file).
    static domain::Result<std::unique_ptr<Storage>> open(StorageOptions options, boost::asio::any_io_executor executor);
    virtual ~Storage() = default;

    virtual ports::Stores stores() = 0;
    virtual ports::ReadModel& read_model() = 0;
    virtual ports::BlobStore& blobs() = 0;

    /// Small named values: the set-up code, the folder's own identity. At most 64 KiB each.
    virtual ports::Awaitable<domain::Status> save_setting(std::string name, std::string value) = 0;
    virtual ports::Awaitable<domain::Result<std::optional<std::string>>> load_setting(std::string name) = 0;

    /// A whole copy of the database beside it (`backups/<name>.db`), made in small steps between other writes, and tested as a
    /// restored one before the name becomes visible.
    virtual ports::Awaitable<domain::Status> backup(std::string name) = 0;
    virtual ports::Awaitable<domain::Status> remove_backup(std::string name) = 0;

    /// Finishes what was accepted, then closes. New calls are `unavailable`. Blocks for at most the work in hand.
    virtual void close() = 0;
};

}  // namespace village::storage
