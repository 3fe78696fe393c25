#include "controller/storage/audit_store.hpp"

#include "controller/storage/audit_chain.hpp"
#include "controller/storage/statements.hpp"

namespace village::storage {
namespace {

constexpr std::string_view select_last = "SELECT " VILLAGE_AUDIT_COLUMNS " FROM audit ORDER BY sequence DESC LIMIT 1";
constexpr std::string_view insert_entry = "INSERT INTO audit (" VILLAGE_AUDIT_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

}  // namespace

Status read_audit_row(const Statement& row, AuditRow& item) {
    return read_row(row, item.sequence, item.entry.at, item.entry.who, item.entry.action, item.entry.subject, item.entry.detail,
                    item.previous, item.hash);
}

Status put_audit_entry(Database& database, const ports::AuditEntry& entry) {
    auto last = find_row<AuditRow>(database, select_last, read_audit_row);
    if (!last) return last.error();
    const AuditRow before = last->value_or(AuditRow{});
    const auto sequence = before.sequence + 1;
    return run_sql(database, insert_entry, sequence, entry.at, entry.who, entry.action, entry.subject, entry.detail, before.hash,
                   audit_hash(before.hash, sequence, entry));
}

ports::Awaitable<Status> AuditSqlStore::append(ports::AuditEntry entry) {
    return runner_.write<void>([entry = std::move(entry)](Database& database) { return put_audit_entry(database, entry); });
}

}  // namespace village::storage
