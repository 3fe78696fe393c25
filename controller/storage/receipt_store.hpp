// Receipts: what proves that a loudspeaker sounded. Appended in groups, never changed, never lost once acknowledged.
#pragma once

#include "controller/ports/stores.hpp"
#include "controller/storage/runner.hpp"

namespace village::storage {

#define VILLAGE_RECEIPT_COLUMNS \
    "node, receipt_key, number, previous, broadcast, grant_id, grant_hash, content, outcome, reason, preempted_by, resumed, " \
    "received, repaired, concealed, silent, samples_played, samples_expected, first_sample_at, last_sample_at, uncertainty, " \
    "gain_db, device_underruns, evidence, software, signed_bytes"
/// Reads the receipt columns, then `sequence`.
Status read_receipt(const Statement& row, domain::PlaybackReceipt& receipt, std::int64_t& sequence);
/// One statement; the same receipt again is fine, another under the same number is `already_exists`.
Status put_receipt(Database& database, const domain::PlaybackReceipt& receipt);

class ReceiptSqlStore final : public ports::ReceiptStore {
public:
    explicit ReceiptSqlStore(Runner& runner) : runner_(runner) {}
    ports::Awaitable<Status> append(domain::PlaybackReceipt receipt) override;
    ports::Awaitable<Result<std::uint64_t>> complete_up_to(domain::NodeNumber node, domain::ReceiptKey key,
                                                           std::uint64_t from) override;

private:
    Runner& runner_;
};

}  // namespace village::storage
