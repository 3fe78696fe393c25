// Turns outcomes and what the device counted into signed receipts: exactly one for each grant, and not before the last sample has
// left the device. Main thread only.
#pragma once

#include <map>
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

    ReceiptDesk(ReceiptIdentity identity, cache::ReceiptStore& store) : identity_(std::move(identity)), store_(store) {}

    void add_piece(domain::GrantId grant, const evidence::SoundedPiece& piece) { evidence_[grant].add(piece); }
    /// `still_sounding`: the device has not yet said the last word about this grant.
    void take_outcome(const dispatch::OutcomeRecord& outcome, const GrantFacts& facts, domain::Duration uncertainty,
                      bool still_sounding, domain::UtcTime now);
    /// The device has said its last word about this grant.
    void sounding_over(domain::GrantId grant);
    /// Gives up on words that never came.
    void tick(domain::UtcTime now);
    bool has_waiting() const { return !waiting_.empty(); }
    /// Whether a receipt was written since the last call.
    bool take_written();

private:
    struct Waiting {
        domain::PlaybackReceipt receipt;
        domain::UtcTime since{};
    };
    void write(domain::PlaybackReceipt receipt);

    ReceiptIdentity identity_;
    cache::ReceiptStore& store_;
    std::map<domain::GrantId, evidence::GrantEvidence> evidence_;
    std::map<domain::GrantId, Waiting> waiting_;
    bool written_ = false;
};

}  // namespace village::node::player_loop
