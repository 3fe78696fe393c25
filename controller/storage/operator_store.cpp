#include "controller/storage/operator_store.hpp"

#include "controller/storage/audit_store.hpp"
#include "controller/storage/statements.hpp"

namespace village::storage {
namespace {

#define OPERATOR_COLUMNS "id, login, title, roles, areas, active, version"
#define SESSION_COLUMNS "token_hash, who, created_at, last_used_at, expires_at"
#define DEVICE_KEY_COLUMNS "id, owner, name, public_key, registered_at, last_seen_at, revoked_at"

constexpr std::string_view count_all = "SELECT COUNT(*) FROM operators";
constexpr std::string_view select_account = "SELECT " OPERATOR_COLUMNS ", password_hash FROM operators WHERE login = $1";
constexpr std::string_view select_operator = "SELECT " OPERATOR_COLUMNS " FROM operators WHERE id = $1";
constexpr std::string_view select_operators = "SELECT " OPERATOR_COLUMNS " FROM operators ORDER BY login";
constexpr std::string_view save_operator = "INSERT INTO operators (" OPERATOR_COLUMNS R"(, password_hash)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (id) DO UPDATE SET login = excluded.login, title = excluded.title, roles = excluded.roles,
    areas = excluded.areas, active = excluded.active, version = operators.version + 1,
    password_hash = CASE WHEN excluded.password_hash = '' THEN operators.password_hash ELSE excluded.password_hash END
  WHERE operators.version = excluded.version RETURNING version)";

constexpr std::string_view insert_session = "INSERT INTO sessions (" SESSION_COLUMNS ") VALUES ($1, $2, $3, $4, $5)";
constexpr std::string_view update_session = "UPDATE sessions SET last_used_at = $2 WHERE token_hash = $1";
constexpr std::string_view select_session = "SELECT " SESSION_COLUMNS " FROM sessions WHERE token_hash = $1";
constexpr std::string_view delete_session = "DELETE FROM sessions WHERE token_hash = $1";
constexpr std::string_view delete_sessions_of = "DELETE FROM sessions WHERE who = $1";
constexpr std::string_view forget_sessions = "DELETE FROM sessions WHERE expires_at < $1";

constexpr std::string_view upsert_device_key = "INSERT INTO device_keys (" DEVICE_KEY_COLUMNS R"()
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (id) DO UPDATE SET name = excluded.name, last_seen_at = excluded.last_seen_at,
    revoked_at = COALESCE(device_keys.revoked_at, excluded.revoked_at))";
constexpr std::string_view select_device_keys = "SELECT " DEVICE_KEY_COLUMNS " FROM device_keys ORDER BY registered_at, id";
constexpr std::string_view select_device_keys_of =
    "SELECT " DEVICE_KEY_COLUMNS " FROM device_keys WHERE owner = $1 ORDER BY registered_at, id";

Status read_operator(const Statement& row, domain::Operator& who) {
    return read_row(row, who.id, who.login, who.title, who.roles, who.areas, who.active, who.version);
}
Status read_account(const Statement& row, ports::Account& account) {
    auto& who = account.who;
    return read_row(row, who.id, who.login, who.title, who.roles, who.areas, who.active, who.version, account.password_hash);
}
Status read_session(const Statement& row, ports::StoredSession& item) {
    return read_row(row, item.token_hash, item.who, item.created_at, item.last_used_at, item.expires_at);
}
Status read_device_key(const Statement& row, domain::DeviceKey& item) {
    return read_row(row, item.id, item.owner, item.name, item.public_key, item.registered_at, item.last_seen_at, item.revoked_at);
}

Status put_session(Database& database, const ports::StoredSession& item) {
    if (auto done = run_sql(database, forget_sessions, item.created_at); !done) return done;
    return run_sql(database, insert_session, item.token_hash, item.who, item.created_at, item.last_used_at, item.expires_at);
}

Status put_device_key(Database& database, const domain::DeviceKey& item) {
    return run_sql(database, upsert_device_key, item.id, item.owner, item.name, item.public_key, item.registered_at,
                   item.last_seen_at, item.revoked_at);
}

Result<std::vector<domain::DeviceKey>> list_device_keys(Database& database, std::optional<domain::OperatorId> owner) {
    if (owner) return list_rows<domain::DeviceKey>(database, select_device_keys_of, read_device_key, *owner);
    return list_rows<domain::DeviceKey>(database, select_device_keys, read_device_key);
}

}  // namespace

Result<std::uint32_t> count_operators(Database& database) {
    auto count = find_row<std::uint32_t>(database, count_all, read_single<std::uint32_t>);
    if (!count) return count.error();
    return count->value_or(0);
}

Result<domain::Operator> put_account(Database& database, const ports::Account& account) {
    const auto& who = account.who;
    if (!account.password_hash.empty() || !who.active)
        if (auto ended = run_sql(database, delete_sessions_of, who.id); !ended) return ended.error();
    return save_versioned(database, save_operator, who, who.id, who.login, who.title, who.roles, who.areas, who.active,
                          who.version, account.password_hash);
}

ports::Awaitable<Result<std::uint32_t>> OperatorSqlStore::count() { return runner_.write<std::uint32_t>(count_operators); }

ports::Awaitable<Result<ports::Account>> OperatorSqlStore::find_by_login(std::string login) {
    return runner_.write<ports::Account>([login = std::move(login)](Database& database) {
        return expect_row(find_row<ports::Account>(database, select_account, read_account, login), "this account");
    });
}

ports::Awaitable<Result<domain::Operator>> OperatorSqlStore::find(domain::OperatorId id) {
    return runner_.write<domain::Operator>([id](Database& database) {
        return expect_row(find_row<domain::Operator>(database, select_operator, read_operator, id), "this operator");
    });
}

ports::Awaitable<Result<std::vector<domain::Operator>>> OperatorSqlStore::all() {
    return runner_.write<std::vector<domain::Operator>>(
        [](Database& database) { return list_rows<domain::Operator>(database, select_operators, read_operator); });
}

ports::Awaitable<Result<domain::Operator>> OperatorSqlStore::save(ports::Account account, ports::Audit audit) {
    return runner_.write<domain::Operator>([account = std::move(account), audit = std::move(audit)](Database& database) {
        return audited(database, put_account(database, account), audit);
    });
}

ports::Awaitable<Status> OperatorSqlStore::save_session(ports::StoredSession session) {
    return runner_.write<void>([session](Database& database) { return put_session(database, session); });
}

ports::Awaitable<Status> OperatorSqlStore::session_used(domain::Sha256 token_hash, domain::UtcTime at) {
    return runner_.write<void>(
        [token_hash, at](Database& database) { return run_sql(database, update_session, token_hash, at); });
}

ports::Awaitable<Result<ports::StoredSession>> OperatorSqlStore::find_session(domain::Sha256 token_hash) {
    return runner_.write<ports::StoredSession>([token_hash](Database& database) {
        return expect_row(find_row<ports::StoredSession>(database, select_session, read_session, token_hash), "this session");
    });
}

ports::Awaitable<Status> OperatorSqlStore::end_session(domain::Sha256 token_hash) {
    return runner_.write<void>([token_hash](Database& database) { return run_sql(database, delete_session, token_hash); });
}

ports::Awaitable<Status> OperatorSqlStore::save_device_key(domain::DeviceKey key, ports::Audit audit) {
    return runner_.write<void>([key = std::move(key), audit = std::move(audit)](Database& database) {
        return audited(database, put_device_key(database, key), audit);
    });
}

ports::Awaitable<Result<std::vector<domain::DeviceKey>>> OperatorSqlStore::device_keys(std::optional<domain::OperatorId> owner) {
    return runner_.write<std::vector<domain::DeviceKey>>(
        [owner](Database& database) { return list_device_keys(database, owner); });
}

}  // namespace village::storage
