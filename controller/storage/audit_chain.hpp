// The audit log as a hash chain: each row carries the hash of the row before, so nothing can be taken out of the middle
// unseen. `verify_audit` works offline on a file (villagectl audit verify).
#pragma once

#include <cstdint>
#include <string>

#include "controller/ports/stores.hpp"
#include "controller/storage/database.hpp"
#include "scheduler/domain/sha256.hpp"

namespace village::storage {

/// SHA-256("village-audit-v1" 0x00 ‖ previous (32) ‖ sequence u64 BE ‖ at i64 BE ‖ each text as u32 BE length ‖ bytes).
domain::Sha256 audit_hash(const domain::Sha256& previous, std::uint64_t sequence, const ports::AuditEntry& entry);

struct AuditReport {
    std::uint64_t entries = 0;
    domain::Sha256 head;  ///< Hash of the last entry; zero for none.
};

/// `signature_invalid` names the first sequence that does not follow from the one before.
domain::Result<AuditReport> verify_audit(Database& database);
/// The same on a file, read-only.
domain::Result<AuditReport> verify_audit(const std::string& database_path);

}  // namespace village::storage
