#include "node-firmware/player_loop/receipt_desk.hpp"

#include <algorithm>

#include "controller/observability/log.hpp"
#include "node-firmware/audio/sample_source.hpp"

namespace village::node::player_loop {

void ReceiptDesk::take_outcome(const dispatch::OutcomeRecord& outcome, const GrantFacts& facts, domain::Duration uncertainty,
                               bool still_sounding, domain::UtcTime now) {
    domain::PlaybackReceipt receipt;
    receipt.node = identity_.node;
    receipt.broadcast = outcome.broadcast;
    receipt.grant = outcome.grant;
    receipt.grant_hash = facts.hash;
    receipt.content = facts.content;
    receipt.outcome = outcome.outcome;
    receipt.reason = outcome.reason;
    receipt.samples_expected = static_cast<std::uint64_t>(std::max<std::int64_t>(0, audio::samples_of(outcome.expected)));
    receipt.uncertainty = uncertainty;
    receipt.software = identity_.software;
    if (!still_sounding) return write(std::move(receipt));
    waiting_[outcome.grant] = {std::move(receipt), now};
}

void ReceiptDesk::sounding_over(domain::GrantId grant) {
    const auto found = waiting_.find(grant);
    if (found == waiting_.end()) return;
    auto receipt = std::move(found->second.receipt);
    waiting_.erase(found);
    write(std::move(receipt));
}

void ReceiptDesk::tick(domain::UtcTime now) {
    std::vector<domain::GrantId> overdue;
    for (const auto& [grant, waiting] : waiting_) {
        if (std::chrono::abs(now - waiting.since) > patience) overdue.push_back(grant);
    }
    for (const auto& grant : overdue) sounding_over(grant);
}

void ReceiptDesk::write(domain::PlaybackReceipt receipt) {
    const auto grant = receipt.grant;
    if (const auto found = evidence_.find(grant); found != evidence_.end()) {
        found->second.put_into(receipt);
        evidence_.erase(found);
    } else {
        evidence::GrantEvidence{}.put_into(receipt);
    }
    auto stored = store_.add(std::move(receipt), identity_.key);
    if (!stored)
        return log::error("the receipt of {} cannot be stored: {} [storage_failed]", grant.text(), stored.error().detail);
    written_ = true;
}

bool ReceiptDesk::take_written() { return std::exchange(written_, false); }

}  // namespace village::node::player_loop
