// The receipts of one node's session: signature, number and chain are checked before anybody hears of one. Idempotent: what is
// already committed is answered again, what is on its way to the disk is not handed on twice. Pure.
#pragma once

#include <optional>
#include <set>
#include <variant>

#include "protocol/receipt_codec.hpp"

namespace village::sessions::machines {

inline constexpr std::uint64_t receipts_unanswered_max = 64;

class ReceiptIntake {
public:
    /// Everything up to `committed` is on disk here, or the node has forgotten it long ago.
    ReceiptIntake(domain::NodeNumber node, const protocol::Ed25519PublicKey& key, std::uint64_t committed);

    struct HandOn {
        domain::PlaybackReceipt receipt;
    };
    struct AnswerCommitted {
        std::uint64_t up_to = 0;
    };
    struct Ignore {};
    using Verdict = std::variant<HandOn, AnswerCommitted, Ignore>;
    /// `signature_invalid`, `malformed` (a gap, a broken chain), `too_many_requests` (over 64 unanswered).
    domain::Result<Verdict> take(domain::Bytes envelope);
    /// This one is on disk. True when it moved the mark, which waits for the one that is missing: tell the node.
    bool committed(std::uint64_t number);
    std::uint64_t committed_up_to() const { return committed_; }

private:
    domain::Status check_place(const domain::PlaybackReceipt& receipt) const;

    domain::NodeNumber node_;
    protocol::Ed25519PublicKey key_;
    std::uint64_t next_;
    std::uint64_t committed_;                 ///< It and all below.
    std::set<std::uint64_t> early_{};         ///< Committed before one below them was; fewer than may be unanswered.
    std::optional<domain::Sha256> previous_;  ///< Known once one was taken; storage checks the seam to earlier sessions.
};

}  // namespace village::sessions::machines
