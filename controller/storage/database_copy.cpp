#include "controller/storage/database_copy.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <utility>
#include <vector>

#include "controller/storage/audit_chain.hpp"
#include "controller/storage/engine_sqlite.hpp"
#include "controller/storage/migrations.hpp"
#include "controller/storage/safe_file.hpp"

namespace village::storage {

Status DatabaseCopy::begin(Database& source) {
    remove_unfinished(path_);
    auto target = Database::open(path_, OpenMode::read_write);
    if (!target) return target.error();
    target_ = std::move(*target);
    for (const char* pragma : {"PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF"})
        if (auto done = target_->execute(pragma); !done) return done;
    backup_ = sqlite3_backup_init(target_->handle(), "main", source.handle(), "main");
    if (!backup_) return target_->failure("starting a copy");
    return {};
}

Status DatabaseCopy::step() {
    const int code = sqlite3_backup_step(backup_, pages_per_step);
    if (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED) return {};
    is_complete_ = code == SQLITE_DONE;
    return end();
}

Status DatabaseCopy::end() {
    if (!backup_) return {};
    const int code = sqlite3_backup_finish(std::exchange(backup_, nullptr));
    Status outcome;
    if (code != SQLITE_OK) outcome = target_->failure("copying");
    target_.reset();
    return outcome;
}

Status settle_copy(const std::string& path) {
    auto copy = Database::open(path, OpenMode::read_write);
    if (!copy) return copy.error();
    if (auto single = (*copy)->execute("PRAGMA journal_mode=DELETE"); !single) return single;
    copy->reset();
    return sync_file(File(::open(path.c_str(), O_RDONLY | O_CLOEXEC)), path);
}

void remove_unfinished(const std::string& path) {
    for (const char* part : {"", "-wal", "-shm", "-journal"}) ::unlink((path + part).c_str());
}

void remove_all_unfinished(const std::string& folder) {
    std::error_code failed;
    std::vector<std::filesystem::path> left;
    for (const auto& file : std::filesystem::directory_iterator(folder, failed))
        if (file.path().filename().string().find(".unfinished") != std::string::npos) left.push_back(file.path());
    for (const auto& file : left) std::filesystem::remove(file, failed);
}

Status copy_database(Database& database, const std::string& path) {
    const std::string unfinished = path + ".unfinished";
    DatabaseCopy copy(unfinished);
    auto done = copy.begin(database);
    while (done && !copy.is_complete()) done = copy.step();
    if (done) done = settle_copy(unfinished);
    if (done) done = rename_safely(unfinished, path);
    if (!done) remove_unfinished(unfinished);
    return done;
}

Status check_copy(const std::string& path, std::chrono::milliseconds limit) {
    auto copy = Database::open(path, OpenMode::read_only);
    if (!copy) return copy.error();
    limit_statements(**copy, limit);
    if (auto sound = check_integrity(**copy); !sound) return sound;
    const auto version = schema_version(**copy);
    if (!version) return version.error();
    if (*version != embedded_migrations().back().number)
        return Error{ErrorCode::storage_failed, fmt::format("the copy {} has version {}", path, *version)};
    if (auto chain = verify_audit(**copy); !chain) return chain.error();
    return {};
}

}  // namespace village::storage
