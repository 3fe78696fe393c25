#include "controller/storage/database.hpp"

#include <fmt/format.h>

#include <utility>

#include "controller/storage/engine_sqlite.hpp"

namespace village::storage {

Statement::Statement(Database& database, sqlite3_stmt* handle, std::vector<int> places)
    : database_(database), handle_(handle), places_(std::move(places)) {}

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_), handle_(std::exchange(other.handle_, nullptr)), places_(std::move(other.places_)) {}

Statement::~Statement() {
    if (!handle_) return;
    sqlite3_reset(handle_);
    sqlite3_clear_bindings(handle_);
}

void Statement::bind_null(int place) { sqlite3_bind_null(handle_, places_.at(place)); }
void Statement::bind_integer(int place, std::int64_t value) { sqlite3_bind_int64(handle_, places_.at(place), value); }
void Statement::bind_real(int place, double value) { sqlite3_bind_double(handle_, places_.at(place), value); }

void Statement::bind_text(int place, std::string_view value) {
    sqlite3_bind_text64(handle_, places_.at(place), value.data() ? value.data() : "", value.size(), SQLITE_TRANSIENT,
                        SQLITE_UTF8);
}

void Statement::bind_blob(int place, Bytes value) {
    if (value.empty()) {
        sqlite3_bind_zeroblob(handle_, places_.at(place), 0);  // A null pointer would bind NULL.
    } else {
        sqlite3_bind_blob64(handle_, places_.at(place), value.data(), value.size(), SQLITE_TRANSIENT);
    }
}

Result<bool> Statement::step() {
    const int code = sqlite3_step(handle_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return database_.failure("running a statement");
}

Status Statement::run() {
    for (;;) {
        auto row = step();
        if (!row) return row.error();
        if (!*row) return {};
    }
}

std::string_view Statement::text(int column) const {
    const auto* start = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
    return {start ? start : "", static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

Bytes Statement::blob(int column) const {
    const auto* start = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_, column));
    return {start, static_cast<std::size_t>(start ? sqlite3_column_bytes(handle_, column) : 0)};
}

Result<std::unique_ptr<Database>> Database::open(const std::string& path, OpenMode mode, const std::string& vfs) {
    sqlite3* handle = nullptr;
    const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                      (mode == OpenMode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    const int code = sqlite3_open_v2(path.c_str(), &handle, flags, vfs.empty() ? nullptr : vfs.c_str());
    if (!handle) return Error{ErrorCode::storage_failed, "no memory for a database connection"};
    std::unique_ptr<Database> database(new Database(handle, path));
    if (code != SQLITE_OK) return database->failure("opening");
    if (auto ready = prepare_connection(*database, mode, !vfs.empty()); !ready) return ready.error();
    return database;
}

Database::~Database() {
    for (auto& [text, statement] : prepared_) sqlite3_finalize(statement.first);
    sqlite3_close(handle_);
}

Status Database::execute(const std::string& sql) {
    if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    return failure("running a statement");
}

Result<Statement> Database::prepare(std::string_view sql) {
    auto known = prepared_.find(sql);
    if (known == prepared_.end()) {
        sqlite3_stmt* handle = nullptr;
        const int code =
            sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
        if (code != SQLITE_OK) return failure("preparing a statement");
        std::vector<int> places{0};
        for (int number = 1; number <= sqlite3_bind_parameter_count(handle); ++number)
            places.push_back(sqlite3_bind_parameter_index(handle, fmt::format("${}", number).c_str()));
        known = prepared_.emplace(sql, std::pair(handle, std::move(places))).first;
    }
    return Statement(*this, known->second.first, known->second.second);
}

Error Database::failure(std::string_view doing) const { return engine_failure(*this, doing); }

}  // namespace village::storage
