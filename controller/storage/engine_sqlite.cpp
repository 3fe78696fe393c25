#include "controller/storage/engine_sqlite.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include <fmt/format.h>

namespace village::storage {
namespace {

constexpr int busy_ms = 2000;
constexpr int log_pages_max = 1000;  // About 4 MB.

Status pragma(Database& database, const std::string& text) { return database.execute("PRAGMA " + text); }

// Integrity errors other than a taken key are our own mistakes and say so.
ErrorCode constraint_code(int extended) {
    return extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY || extended == SQLITE_CONSTRAINT_ROWID
               ? ErrorCode::already_exists
               : ErrorCode::internal;
}

int clock_says_stop(void* deadline) {
    return std::chrono::steady_clock::now() > *static_cast<std::chrono::steady_clock::time_point*>(deadline) ? 1 : 0;
}

// SQLite calls back on the connection's own thread, so one deadline per thread is enough.
thread_local std::chrono::steady_clock::time_point statement_deadline;

// One read-write connection per program, or per thread in tests.
thread_local int log_pages = 0;

int note_log_pages(void*, sqlite3*, const char*, int pages) {
    log_pages = pages;
    return SQLITE_OK;
}

}  // namespace

Status prepare_connection(Database& database, OpenMode mode, bool alone) {
    sqlite3_busy_timeout(database.handle(), busy_ms);
    sqlite3_limit(database.handle(), SQLITE_LIMIT_LENGTH, 16 * 1024 * 1024);
    for (const char* text : {"trusted_schema=OFF", "cell_size_check=ON", "foreign_keys=ON", "temp_store=MEMORY"})
        if (auto set = pragma(database, text); !set) return set;
    if (mode == OpenMode::read_only) return pragma(database, "query_only=ON");
    if (alone)
        if (auto set = pragma(database, "locking_mode=EXCLUSIVE"); !set) return set;
    // EXTRA is FULL, and syncs the folder when the rollback journal of the change to WAL is deleted. Without it that journal
    // can be back after a power cut and undo everything since (found by power_cut_test). It must come first.
    for (const char* text : {"synchronous=EXTRA", "journal_mode=WAL", "journal_size_limit=67108864"})
        if (auto set = pragma(database, text); !set) return set;
    // The writer decides when to checkpoint: not in a commit, where somebody is waiting.
    if (auto set = pragma(database, "wal_autocheckpoint=0"); !set) return set;
    sqlite3_wal_hook(database.handle(), note_log_pages, nullptr);
    return {};
}

Error engine_failure(const Database& database, std::string_view doing) {
    const int extended = sqlite3_extended_errcode(database.handle());
    const char* said = sqlite3_errmsg(database.handle());
    const auto sentence = [&](std::string_view advice) {
        return fmt::format("{} {}: {}. {}", doing, database.path(), said, advice);
    };
    switch (extended & 0xff) {
        case SQLITE_FULL: return {ErrorCode::disk_full, sentence("The disk is full; free some room, nothing was half written.")};
        case SQLITE_INTERRUPT: return {ErrorCode::timed_out, sentence("The question took too long; narrow it.")};
        case SQLITE_CONSTRAINT: return {constraint_code(extended), sentence("The row was not stored.")};
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT:
            return {ErrorCode::storage_failed, sentence("The file is damaged or not a database; restore a backup.")};
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM: return {ErrorCode::storage_failed, sentence("Check that the folder exists and may be written.")};
        case SQLITE_IOERR:
            if (sqlite3_system_errno(database.handle()) == ENOSPC || sqlite3_system_errno(database.handle()) == EDQUOT)
                return {ErrorCode::disk_full, sentence("The disk is full; free some room, nothing was half written.")};
            return {ErrorCode::storage_failed, sentence("The disk reports an error; look at it before going on.")};
        default: return {ErrorCode::storage_failed, sentence("")};
    }
}

Result<std::uint32_t> schema_version(Database& database) {
    auto statement = database.prepare("PRAGMA user_version");
    if (!statement) return statement.error();
    auto row = statement->step();
    if (!row) return row.error();
    return static_cast<std::uint32_t>(statement->integer(0));
}

Status set_schema_version(Database& database, std::uint32_t version) {
    return pragma(database, fmt::format("user_version={}", version));
}

void limit_statements(Database& database, std::chrono::milliseconds limit) {
    if (limit.count() == 0) {
        sqlite3_progress_handler(database.handle(), 0, nullptr, nullptr);
        return;
    }
    statement_deadline = std::chrono::steady_clock::now() + limit;
    sqlite3_progress_handler(database.handle(), 10'000, clock_says_stop, &statement_deadline);
}

void checkpoint_when_due(Database& database) {
    if (log_pages < log_pages_max) return;
    log_pages = 0;
    sqlite3_wal_checkpoint_v2(database.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

Status check_integrity(Database& database) {
    auto statement = database.prepare("PRAGMA integrity_check(1)");
    if (!statement) return statement.error();
    auto row = statement->step();
    if (!row) return row.error();
    if (*row && statement->text(0) == "ok") return {};
    return Error{ErrorCode::storage_failed, fmt::format("{} is damaged: {}", database.path(), statement->text(0))};
}

}  // namespace village::storage
