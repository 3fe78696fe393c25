// One connection to the database and one prepared statement, nothing more: rows in, values out, errors as `Result`. A
// connection belongs to one thread. SQL uses $1, $2 ... as both SQLite and PostgreSQL understand; pragmas and whatever else
// is SQLite's alone stand in engine_sqlite.cpp.
#pragma once

#include <sqlite3.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/domain/error.hpp"
#include "scheduler/domain/sha256.hpp"

namespace village::storage {

using domain::Bytes;
using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::Status;

class Database;

/// A prepared statement, reset when it goes out of scope. Bind by position from 1, in the order of the $ numbers.
class Statement {
public:
    Statement(Database& database, sqlite3_stmt* handle, std::vector<int> places);
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    void bind_null(int place);
    void bind_integer(int place, std::int64_t value);
    void bind_real(int place, double value);
    void bind_text(int place, std::string_view value);
    void bind_blob(int place, Bytes value);

    /// True: a row is there. False: finished.
    Result<bool> step();
    /// Steps to the end.
    Status run();

    bool is_null(int column) const { return sqlite3_column_type(handle_, column) == SQLITE_NULL; }
    std::int64_t integer(int column) const { return sqlite3_column_int64(handle_, column); }
    double real(int column) const { return sqlite3_column_double(handle_, column); }
    std::string_view text(int column) const;
    Bytes blob(int column) const;

private:
    Database& database_;
    sqlite3_stmt* handle_;
    std::vector<int> places_;  ///< $n → SQLite's own index, which follows the first appearance in the text.
};

enum class OpenMode : std::uint8_t { read_write, read_only };

class Database {
public:
    static Result<std::unique_ptr<Database>> open(const std::string& path, OpenMode mode, const std::string& vfs = {});
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Several statements without parameters.
    Status execute(const std::string& sql);
    /// Prepared once per connection and text, then reused. One use at a time.
    Result<Statement> prepare(std::string_view sql);
    /// The present failure as a sentence with the code the caller can act on.
    Error failure(std::string_view doing) const;

    std::int64_t rows_changed() const { return sqlite3_changes64(handle_); }
    /// By every statement since it was opened.
    std::int64_t rows_ever_changed() const { return sqlite3_total_changes64(handle_); }
    sqlite3* handle() const { return handle_; }
    const std::string& path() const { return path_; }

private:
    Database(sqlite3* handle, std::string path) : handle_(handle), path_(std::move(path)) {}

    sqlite3* handle_;
    std::string path_;
    std::map<std::string_view, std::pair<sqlite3_stmt*, std::vector<int>>> prepared_;  ///< Keys are named constants.
};

/// All of `work` or nothing. `work` is called as work() and gives a Status or a Result.
template <class Work>
auto in_transaction(Database& database, Work&& work) -> decltype(work()) {
    if (auto begun = database.execute("BEGIN IMMEDIATE"); !begun) return begun.error();
    auto outcome = work();
    if (outcome) {
        auto committed = database.execute("COMMIT");
        if (committed) return outcome;
        outcome = committed.error();
    }
    (void)database.execute("ROLLBACK");  // Fails only where SQLite has rolled back by itself.
    return outcome;
}

}  // namespace village::storage
