// The node's signed receipts, numbered and chained, on the disk before anybody hears of them, and kept until the controller has
// committed them (at least 90 days otherwise). Knows where the chain goes on even when all were committed.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "node-firmware/cache/append_log.hpp"
#include "protocol/receipt_codec.hpp"

namespace village::node::cache {

struct StoredReceipt {
    std::uint64_t number = 0;
    std::string envelope;
};

class ReceiptStore {
public:
    /// 90 days of 40 items a day, and room; beyond it the oldest committed goes, an uncommitted one never.
    static constexpr std::size_t receipts_max = 20'000;

    static domain::Result<ReceiptStore> open(std::filesystem::path path, const protocol::Ed25519PublicKey& key);

    /// Gives the receipt its number and its place in the chain, signs and stores it. Synced when it returns.
    domain::Result<StoredReceipt> add(domain::PlaybackReceipt receipt, const protocol::Ed25519KeyPair& key);
    /// The controller has everything up to here. Beyond what exists it is refused.
    domain::Status commit(std::uint64_t up_to);

    std::uint64_t next_number() const { return end_.next_number; }
    std::uint64_t committed() const { return committed_; }
    std::size_t waiting() const { return receipts_.size(); }
    /// In order, after `number`, at most `limit`.
    std::vector<StoredReceipt> after(std::uint64_t number, std::size_t limit) const;

private:
    ReceiptStore(std::filesystem::path path, AppendLog log) : path_(std::move(path)), log_(std::move(log)) {}
    domain::Status rewrite();

    std::filesystem::path path_;
    AppendLog log_;
    protocol::ReceiptChainEnd end_;
    std::uint64_t committed_ = 0;
    std::deque<StoredReceipt> receipts_;  ///< Not committed.
    std::string last_envelope_;           ///< The chain's end, which is kept in any case.
    std::size_t out_of_date_ = 0;         ///< Entries of the log that are not needed any more.
};

}  // namespace village::node::cache
