// A copy of the database while it is in use: page by page on the writer's own connection, so that what is written meanwhile goes
// into the copy too and nothing begins anew. Begun, stepped and ended by the writer; checked by anybody.
#pragma once

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

/// Gives a finished copy its name; a reader never sees half of one.
Status name_copy(const std::string& unfinished, const std::string& path);

/// The restore test: the copy opens as a database of this program's version, is sound, and its audit chain holds.
Status check_copy(const std::string& path);

}  // namespace village::storage
