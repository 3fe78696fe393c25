#include "controller/storage/credential_store.hpp"

#include "controller/storage/audit_store.hpp"
#include "controller/storage/statements.hpp"

namespace village::storage {
namespace {

#define CREDENTIAL_COLUMNS "node, certificate_pem, receipt_key, enrolled_at, revoked_at"
constexpr std::string_view select_all = "SELECT " CREDENTIAL_COLUMNS " FROM credentials ORDER BY enrolled_at, node";
constexpr std::string_view upsert_one = "INSERT INTO credentials (" CREDENTIAL_COLUMNS R"() VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (node, receipt_key) DO UPDATE SET certificate_pem = excluded.certificate_pem, enrolled_at = excluded.enrolled_at,
    revoked_at = excluded.revoked_at)";
constexpr std::string_view revoke_all = "UPDATE credentials SET revoked_at = $2 WHERE node = $1 AND revoked_at IS NULL";
constexpr std::string_view revoke_replaced =
    "UPDATE credentials SET revoked_at = $3 WHERE node = $1 AND receipt_key <> $2 AND revoked_at IS NULL";

Status read_credential(const Statement& row, ports::NodeCredential& item) {
    return read_row(row, item.node, item.certificate_pem, item.receipt_key, item.enrolled_at, item.revoked_at);
}

Status put_credential(Database& database, const ports::NodeCredential& item) {
    auto done = run_sql(database, revoke_replaced, item.node, item.receipt_key, item.enrolled_at);
    if (!done) return done;
    return run_sql(database, upsert_one, item.node, item.certificate_pem, item.receipt_key, item.enrolled_at, item.revoked_at);
}

}  // namespace

Status revoke_credentials(Database& database, domain::NodeNumber node, domain::UtcTime at) {
    return run_sql(database, revoke_all, node, at);
}

ports::Awaitable<Result<std::vector<ports::NodeCredential>>> CredentialSqlStore::all() {
    return runner_.write<std::vector<ports::NodeCredential>>(
        [](Database& database) { return list_rows<ports::NodeCredential>(database, select_all, read_credential); });
}

ports::Awaitable<Status> CredentialSqlStore::save(ports::NodeCredential item, ports::Audit audit) {
    return runner_.write<void>([item = std::move(item), audit = std::move(audit)](Database& database) {
        return audited(database, put_credential(database, item), audit);
    });
}

}  // namespace village::storage
