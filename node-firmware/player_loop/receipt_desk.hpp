// Turns outcomes and what the device counted into signed receipts: exactly one for each grant, and not before the last sample has
// left the device. Main thread only.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "node-firmware/cache/receipt_store.hpp"
#include "node-firmware/evidence/grant_evidence.hpp"
#include "scheduler/dispatch/player_events.hpp"

namespace village::node::player_loop {

struct ReceiptIdentity {
    domain::NodeNumber node;
    protocol::Ed25519KeyPair key;
    domain::Sha256 software;
};

/// What of the grant goes into its receipt.
struct GrantFacts {
    domain::Sha256 hash;
    domain::ContentHash content;
};

class ReceiptDesk {
public:
    /// How long a receipt waits for the device's last word.
    static constexpr std::chrono::seconds patience{3};
    /// A week of 40 items. Of more the oldest is lost, and the log says so.
    static constexpr std::size_t unstored_max = 280;

    ReceiptDesk(ReceiptIdentity identity, cache::ReceiptStore& store) : identity_(std::move(identity)), store_(store) {}

    /// What was begun before the power went, and has no receipt yet; with what the device had counted.
    void recall(domain::GrantId grant, const evidence::GrantEvidence& counted) { evidence_.insert_or_assign(grant, counted); }
    /// What the receipt would be made of if the power went now.
    evidence::GrantEvidence counted(domain::GrantId grant) const;
    void add_piece(domain::GrantId grant, const evidence::SoundedPiece& piece) { evidence_[grant].add(piece); }
    /// `still_sounding`: the device has not yet said the last word about this grant.
    void take_outcome(const dispatch::OutcomeRecord& outcome, const GrantFacts& facts, domain::Duration uncertainty,
                      bool still_sounding, domain::UtcTime now);
    /// The device has said its last word about this grant.
    void sounding_over(domain::GrantId grant);
    /// Gives up on words that never came; tries again what could not be stored.
    void tick(domain::UtcTime now);
    /// Receipts that the disk did not take, and why; they are lost only when the power goes before it does.
    std::size_t unstored() const { return unstored_.size(); }
    const std::string& disk_trouble() const { return disk_trouble_; }
    /// Whether a receipt was written since the last call.
    bool take_written();

private:
    struct Waiting {
        domain::PlaybackReceipt receipt;
        domain::UtcTime since{};
    };
    void write(domain::PlaybackReceipt receipt);
    void store_waiting();

    ReceiptIdentity identity_;
    cache::ReceiptStore& store_;
    std::map<domain::GrantId, evidence::GrantEvidence> evidence_;
    std::map<domain::GrantId, Waiting> waiting_;
    std::deque<domain::PlaybackReceipt> unstored_;  ///< In order, without numbers yet.
    std::string disk_trouble_;
    bool written_ = false;
};

}  // namespace village::node::player_loop
