// A copy of the database while it is in use: page by page on the writer's own connection, so that what is written meanwhile goes
// into the copy too and nothing begins anew. Begun, stepped and ended by the writer, who never waits for the disk with it: what is
// unfinished is worth nothing, so only `settle_copy` syncs. Settled and checked by anybody.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "controller/storage/database.hpp"

namespace village::storage {

class DatabaseCopy {
public:
    /// A step of so many pages (1 MB) takes the writer about a millisecond.
    static constexpr int pages_per_step = 256;

    explicit DatabaseCopy(std::string path) : path_(std::move(path)) {}
    ~DatabaseCopy() { end(); }
    DatabaseCopy(const DatabaseCopy&) = delete;
    DatabaseCopy& operator=(const DatabaseCopy&) = delete;

    Status begin(Database& source);
    /// `storage_failed`, `disk_full`: the copy has come to nothing.
    Status step();
    bool is_complete() const { return is_complete_; }

private:
    Status end();

    std::string path_;
    std::unique_ptr<Database> target_;
    sqlite3_backup* backup_ = nullptr;
    bool is_complete_ = false;
};

/// All at once, at a start; visible at `path` only when it is complete.
Status copy_database(Database& database, const std::string& path);

/// Makes one synced file of a complete copy, with no log beside it: what is copied elsewhere by hand is whole.
Status settle_copy(const std::string& path);

/// A copy that came to nothing, with what SQLite keeps beside it; and all that a power cut left in a folder.
void remove_unfinished(const std::string& path);
void remove_all_unfinished(const std::string& folder);

/// The restore test: the copy opens as a database of this program's version, is sound, and its audit chain holds. `timed_out`
/// beyond the limit.
Status check_copy(const std::string& path, std::chrono::milliseconds limit);

}  // namespace village::storage
