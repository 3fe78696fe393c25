#include "controller/storage/migrations.hpp"

#include <fmt/format.h>

#include "controller/storage/database_copy.hpp"
#include "controller/storage/engine_sqlite.hpp"

namespace village::storage {
namespace {

Status apply(Database& database, const Migration& migration) {
    return in_transaction(database, [&]() -> Status {
        if (auto done = database.execute(std::string(migration.sql)); !done) return done;
        return set_schema_version(database, migration.number);
    });
}

}  // namespace

Status migrate(Database& database, std::span<const Migration> migrations, const std::string& backup_folder) {
    auto present = schema_version(database);
    if (!present) return present.error();
    const std::uint32_t newest = migrations.empty() ? 0 : migrations.back().number;
    if (*present > newest)
        return Error{ErrorCode::database_newer,
                     fmt::format("{} has version {}, this program knows {}: install the newer program, or restore a backup "
                                 "made before it",
                                 database.path(), *present, newest)};
    if (*present == newest) return {};
    if (*present > 0 && !backup_folder.empty()) {
        const auto copy = fmt::format("{}/before-{:04}.db", backup_folder, newest);
        if (auto copied = copy_database(database, copy); !copied) return copied;
    }
    for (const auto& migration : migrations.subspan(*present))
        if (auto applied = apply(database, migration); !applied) return applied;
    return {};
}

}  // namespace village::storage
