// Who did what, as a hash chain (audit_chain.hpp).
#pragma once

#include "controller/ports/stores.hpp"
#include "controller/storage/runner.hpp"

namespace village::storage {

#define VILLAGE_AUDIT_COLUMNS "sequence, at, who, action, subject, detail, previous_hash, hash"

struct AuditRow {
    std::uint64_t sequence = 0;
    ports::AuditEntry entry;
    domain::Sha256 previous;
    domain::Sha256 hash;
};
Status read_audit_row(const Statement& row, AuditRow& item);
/// Adds the entry behind the last one; inside the caller's transaction.
Status put_audit_entry(Database& database, const ports::AuditEntry& entry);
/// What a change gave, with its row behind it; a row that cannot be written undoes the change with the transaction.
template <class Value>
Result<Value> audited(Database& database, Result<Value> changed, const ports::Audit& audit) {
    if (!changed || !audit) return changed;
    if (auto put = put_audit_entry(database, *audit); !put) return put.error();
    return changed;
}

class AuditSqlStore final : public ports::AuditStore {
public:
    explicit AuditSqlStore(Runner& runner) : runner_(runner) {}
    ports::Awaitable<Status> append(ports::AuditEntry entry) override;

private:
    Runner& runner_;
};

}  // namespace village::storage
