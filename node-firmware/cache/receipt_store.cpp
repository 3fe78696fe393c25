#include "node-firmware/cache/receipt_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace village::node::cache {
using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::Status;

namespace {
// An entry is one letter and its bytes: a receipt's envelope, or how far the controller has committed (u64 big-endian).
constexpr std::uint8_t entry_receipt = 'R', entry_committed = 'C';
constexpr std::size_t receipts_worth_rewriting = 512;

std::vector<std::uint8_t> committed_entry(std::uint64_t number) {
    std::vector<std::uint8_t> entry{entry_committed};
    for (int shift = 56; shift >= 0; shift -= 8) entry.push_back(static_cast<std::uint8_t>(number >> shift));
    return entry;
}
std::vector<std::uint8_t> receipt_entry(const std::string& envelope) {
    std::vector<std::uint8_t> entry{entry_receipt};
    entry.insert(entry.end(), envelope.begin(), envelope.end());
    return entry;
}
}  // namespace

Result<ReceiptStore> ReceiptStore::open(std::filesystem::path path, const protocol::Ed25519PublicKey& key) {
    std::deque<StoredReceipt> receipts;
    protocol::ReceiptChainEnd end;
    std::uint64_t committed = 0;
    std::size_t entries = 0;
    std::string last;
    auto log = AppendLog::open(path, [&](std::span<const std::uint8_t> entry) {
        ++entries;
        if (entry.size() == 9 && entry[0] == entry_committed) {
            std::uint64_t number = 0;
            for (const auto byte : entry.subspan(1)) number = number << 8 | byte;
            committed = std::max(committed, number);
        } else if (entry.size() > 1 && entry[0] == entry_receipt) {
            auto receipt = protocol::open_receipt(entry.subspan(1), key);
            // Another key's receipts (the box was enrolled anew) are not ours to continue.
            if (!receipt) return;
            end = {receipt->receipt.number + 1, receipt->hash};
            last.assign(entry.begin() + 1, entry.end());
            receipts.push_back({receipt->receipt.number, last});
        }
    });
    if (!log) return log.error();
    ReceiptStore store(std::move(path), std::move(*log));
    while (!receipts.empty() && receipts.front().number <= committed) receipts.pop_front();
    store.out_of_date_ = entries - receipts.size();
    store.receipts_ = std::move(receipts);
    store.end_ = end;
    store.committed_ = committed;
    store.last_envelope_ = std::move(last);
    return store;
}

Result<StoredReceipt> ReceiptStore::add(domain::PlaybackReceipt receipt, const protocol::Ed25519KeyPair& key) {
    if (receipts_.size() >= receipts_max) return Error{ErrorCode::disk_full, "20,000 receipts wait for the controller"};
    receipt.number = end_.next_number;
    receipt.previous = end_.previous;
    const auto signed_receipt = protocol::sign_receipt(key, std::move(receipt));
    StoredReceipt stored{signed_receipt.receipt.number, signed_receipt.receipt.signed_bytes};
    if (auto appended = log_.append(receipt_entry(stored.envelope)); !appended) return appended.error();
    end_ = {stored.number + 1, signed_receipt.hash};
    last_envelope_ = stored.envelope;
    receipts_.push_back(stored);
    return stored;
}

Status ReceiptStore::commit(std::uint64_t up_to) {
    if (up_to >= end_.next_number) {
        return Error{ErrorCode::malformed, fmt::format("receipt {} was committed but never made", up_to)};
    }
    if (up_to <= committed_) return {};
    // Not synced: a commit that is lost only makes us send the receipt once more.
    if (auto appended = log_.append(committed_entry(up_to), false); !appended) return appended;
    committed_ = up_to;
    ++out_of_date_;
    for (; !receipts_.empty() && receipts_.front().number <= up_to; ++out_of_date_) receipts_.pop_front();
    return out_of_date_ >= receipts_worth_rewriting ? rewrite() : Status{};
}

Status ReceiptStore::rewrite() {
    std::vector<std::vector<std::uint8_t>> entries{committed_entry(committed_)};
    if (receipts_.empty() && !last_envelope_.empty()) entries.push_back(receipt_entry(last_envelope_));
    for (const auto& receipt : receipts_) entries.push_back(receipt_entry(receipt.envelope));
    auto rewritten = AppendLog::rewrite(path_, entries);
    if (!rewritten) return rewritten.error();
    log_ = std::move(*rewritten);
    out_of_date_ = 0;
    return {};
}

std::vector<StoredReceipt> ReceiptStore::after(std::uint64_t number, std::size_t limit) const {
    std::vector<StoredReceipt> found;
    for (const auto& receipt : receipts_) {
        if (found.size() == limit) break;
        if (receipt.number > number) found.push_back(receipt);
    }
    return found;
}

}  // namespace village::node::cache
