#include "controller/storage/receipt_store.hpp"

#include <fmt/format.h>

#include "controller/storage/statements.hpp"

namespace village::storage {
namespace {

constexpr std::string_view insert_receipt = "INSERT INTO receipts (" VILLAGE_RECEIPT_COLUMNS R"()
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
    $25, $26)
  ON CONFLICT (node, receipt_key, number) DO NOTHING)";
constexpr std::string_view select_signed =
    "SELECT signed_bytes FROM receipts WHERE node = $1 AND receipt_key = $2 AND number = $3";
constexpr std::string_view select_numbers =
    "SELECT number FROM receipts WHERE node = $1 AND receipt_key = $2 AND number >= $3 ORDER BY number";

Status compare_with_stored(Database& database, const domain::PlaybackReceipt& receipt) {
    auto stored = find_row<std::vector<std::uint8_t>>(database, select_signed, read_single<std::vector<std::uint8_t>>,
                                                      receipt.node, receipt.receipt_key, receipt.number);
    if (!stored) return stored.error();
    const auto bytes = domain::as_bytes(receipt.signed_bytes);
    if (*stored && std::equal((*stored)->begin(), (*stored)->end(), bytes.begin(), bytes.end())) return {};
    return Error{ErrorCode::already_exists,
                 fmt::format("the device of node {} sent another receipt under number {}", receipt.node.value, receipt.number)};
}

Result<std::uint64_t> find_complete(Database& database, domain::NodeNumber node, const domain::ReceiptKey& key,
                                    std::uint64_t from) {
    auto numbers = list_rows<std::uint64_t>(database, select_numbers, read_single<std::uint64_t>, node, key, from);
    if (!numbers) return numbers.error();
    auto due = from;
    for (const auto number : *numbers) {
        if (number != due) break;
        ++due;
    }
    return due - 1;
}

}  // namespace

Status put_receipt(Database& database, const domain::PlaybackReceipt& item) {
    auto statement = database.prepare(insert_receipt);
    if (!statement) return statement.error();
    bind_all(*statement, item.node, item.receipt_key, item.number, item.previous, item.broadcast, item.grant, item.grant_hash,
             item.content, item.outcome, item.reason, item.preempted_by, item.resumed, item.frames.received, item.frames.repaired,
             item.frames.concealed, item.frames.silent, item.samples_played, item.samples_expected, item.first_sample_at,
             item.last_sample_at, item.uncertainty, item.gain_db, item.device_underruns, item.evidence, item.software,
             std::vector<std::uint8_t>(item.signed_bytes.begin(), item.signed_bytes.end()));
    if (auto done = statement->run(); !done) return done;
    if (database.rows_changed() == 1) return {};
    return compare_with_stored(database, item);
}

Status read_receipt(const Statement& row, domain::PlaybackReceipt& item, std::int64_t& sequence) {
    std::vector<std::uint8_t> signed_bytes;
    auto good = read_row(row, item.node, item.receipt_key, item.number, item.previous, item.broadcast, item.grant,
                         item.grant_hash, item.content, item.outcome, item.reason, item.preempted_by, item.resumed,
                         item.frames.received, item.frames.repaired, item.frames.concealed, item.frames.silent,
                         item.samples_played, item.samples_expected, item.first_sample_at, item.last_sample_at, item.uncertainty,
                         item.gain_db, item.device_underruns, item.evidence, item.software, signed_bytes, sequence);
    item.signed_bytes.assign(signed_bytes.begin(), signed_bytes.end());
    return good;
}

ports::Awaitable<Status> ReceiptSqlStore::append(domain::PlaybackReceipt receipt) {
    return runner_.write<void>([receipt = std::move(receipt)](Database& database) { return put_receipt(database, receipt); },
                               Grouping::together);
}

ports::Awaitable<Result<std::uint64_t>> ReceiptSqlStore::complete_up_to(domain::NodeNumber node, domain::ReceiptKey key,
                                                                        std::uint64_t from) {
    return runner_.write<std::uint64_t>([=](Database& database) { return find_complete(database, node, key, from); });
}

}  // namespace village::storage
