#include "controller/storage/database_copy.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

#include "controller/storage/audit_chain.hpp"
#include "controller/storage/engine_sqlite.hpp"
#include "controller/storage/migrations.hpp"

namespace village::storage {

Status DatabaseCopy::begin(Database& source) {
    ::unlink(path_.c_str());
    auto target = Database::open(path_, OpenMode::read_write);
    if (!target) return target.error();
    target_ = std::move(*target);
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
    if (code != SQLITE_OK) return target_->failure("copying");
    // One file and no log beside it: what is copied elsewhere by hand is whole.
    auto single = target_->execute("PRAGMA journal_mode=DELETE");
    target_.reset();
    return single;
}

Status name_copy(const std::string& unfinished, const std::string& path) {
    if (std::rename(unfinished.c_str(), path.c_str()) == 0) return {};
    return Error{ErrorCode::storage_failed, fmt::format("cannot name the copy {}", path)};
}

Status copy_database(Database& database, const std::string& path) {
    const std::string unfinished = path + ".unfinished";
    DatabaseCopy copy(unfinished);
    auto done = copy.begin(database);
    while (done && !copy.is_complete()) done = copy.step();
    if (done) return name_copy(unfinished, path);
    ::unlink(unfinished.c_str());
    return done;
}

Status check_copy(const std::string& path) {
    auto copy = Database::open(path, OpenMode::read_only);
    if (!copy) return copy.error();
    if (auto sound = check_integrity(**copy); !sound) return sound;
    const auto version = schema_version(**copy);
    if (!version) return version.error();
    if (*version != embedded_migrations().back().number)
        return Error{ErrorCode::storage_failed, fmt::format("the copy {} has version {}", path, *version)};
    if (auto chain = verify_audit(**copy); !chain) return chain.error();
    return {};
}

}  // namespace village::storage
