#include "controller/storage/audit_chain.hpp"

#include <fmt/format.h>

#include <array>

#include "controller/storage/audit_store.hpp"
#include "controller/storage/statements.hpp"

namespace village::storage {
namespace {

constexpr std::string_view select_chain = "SELECT " VILLAGE_AUDIT_COLUMNS " FROM audit ORDER BY sequence";

template <std::size_t size>
std::array<std::uint8_t, size> big_endian(std::uint64_t value) {
    std::array<std::uint8_t, size> bytes{};
    for (std::size_t i = 0; i < size; ++i) bytes[size - 1 - i] = static_cast<std::uint8_t>(value >> (8 * i));
    return bytes;
}

Status follows(const AuditRow& row, const AuditReport& so_far) {
    const bool next = row.sequence == so_far.entries + 1 && row.previous == so_far.head;
    if (next && row.hash == audit_hash(row.previous, row.sequence, row.entry)) return {};
    return Error{ErrorCode::signature_invalid,
                 fmt::format("audit entry {} does not follow from entry {}: the log was changed", row.sequence, so_far.entries)};
}

}  // namespace

domain::Sha256 audit_hash(const domain::Sha256& previous, std::uint64_t sequence, const ports::AuditEntry& entry) {
    static constexpr std::string_view purpose("village-audit-v1\0", 17);
    const auto number = big_endian<8>(sequence);
    const auto at = big_endian<8>(static_cast<std::uint64_t>(domain::to_us(entry.at)));
    const auto length = [](const std::string& text) { return big_endian<4>(text.size()); };
    const auto who = length(entry.who), action = length(entry.action), subject = length(entry.subject),
               detail = length(entry.detail);
    return domain::sha256({domain::as_bytes(purpose), previous.bytes, number, at, who, domain::as_bytes(entry.who), action,
                           domain::as_bytes(entry.action), subject, domain::as_bytes(entry.subject), detail,
                           domain::as_bytes(entry.detail)});
}

Result<AuditReport> verify_audit(const std::string& database_path) {
    auto database = Database::open(database_path, OpenMode::read_only);
    if (!database) return database.error();
    return verify_audit(**database);
}

Result<AuditReport> verify_audit(Database& database) {
    auto statement = database.prepare(select_chain);
    if (!statement) return statement.error();
    AuditReport report;
    for (;;) {
        auto there = statement->step();
        if (!there) return there.error();
        if (!*there) return report;
        AuditRow row;
        if (auto good = read_audit_row(*statement, row); !good) return good.error();
        if (auto good = follows(row, report); !good) return good.error();
        report = {row.sequence, row.hash};
    }
}

}  // namespace village::storage
