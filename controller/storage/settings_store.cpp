#include "controller/storage/settings_store.hpp"

#include "controller/storage/statements.hpp"

namespace village::storage {
namespace {

constexpr std::string_view select_value = "SELECT value FROM settings WHERE name = $1";
constexpr std::string_view upsert_value =
    "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

Status put_value(Database& database, const std::string& name, const std::string& value) {
    if (value.size() > SettingsSqlStore::value_bytes_max) return Error{ErrorCode::too_large, "a setting holds at most 64 KiB"};
    return run_sql(database, upsert_value, name, value);
}

}  // namespace

ports::Awaitable<Status> SettingsSqlStore::save(std::string name, std::string value) {
    return runner_.write<void>(
        [name = std::move(name), value = std::move(value)](Database& database) { return put_value(database, name, value); });
}

ports::Awaitable<Result<std::optional<std::string>>> SettingsSqlStore::load(std::string name) {
    return runner_.write<std::optional<std::string>>([name = std::move(name)](Database& database) {
        return find_row<std::string>(database, select_value, read_single<std::string>, name);
    });
}

}  // namespace village::storage
