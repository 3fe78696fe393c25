#include "node-firmware/player_loop/receipt_desk.hpp"

#include <algorithm>

#include "controller/observability/log.hpp"
#include "node-firmware/audio/sample_source.hpp"

namespace village::node::player_loop {

evidence::GrantEvidence ReceiptDesk::counted(domain::GrantId grant) const {
    const auto found = evidence_.find(grant);
    return found == evidence_.end() ? evidence::GrantEvidence{} : found->second;
}

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
    receipt.preempted_by = outcome.preempted_by;
    receipt.resumed = outcome.resumed;
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
    store_waiting();
}

void ReceiptDesk::write(domain::PlaybackReceipt receipt) {
    if (const auto found = evidence_.find(receipt.grant); found != evidence_.end()) {
        found->second.put_into(receipt);
        evidence_.erase(found);
    } else {
        evidence::GrantEvidence{}.put_into(receipt);
    }
    if (unstored_.size() == unstored_max) {
        log::error("the receipt of {} is lost: the disk has not taken {} of them [receipt_lost]", unstored_.front().grant.text(),
                   unstored_max);
        unstored_.pop_front();
    }
    unstored_.push_back(std::move(receipt));
    store_waiting();
}

void ReceiptDesk::store_waiting() {
    while (!unstored_.empty()) {
        auto stored = store_.add(unstored_.front(), identity_.key);
        if (!stored) {
            if (disk_trouble_.empty()) {
                log::error("the receipt of {} cannot be stored: {}; it is kept in memory and tried every second [storage_failed]",
                           unstored_.front().grant.text(), stored.error().detail);
            }
            disk_trouble_ = stored.error().detail;
            return;
        }
        unstored_.pop_front();
        written_ = true;
    }
    if (!disk_trouble_.empty()) log::info("every receipt that waited for the disk is stored [receipts_stored]");
    disk_trouble_.clear();
}

bool ReceiptDesk::take_written() { return std::exchange(written_, false); }

}  // namespace village::node::player_loop
