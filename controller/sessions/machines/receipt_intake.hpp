// The receipts of one node's session: signature, number and chain are checked before anybody hears of one. Idempotent: what is
// already committed is answered again, what is on its way to the disk is not handed on twice. Pure.
#pragma once

#include <optional>
#include <variant>

#include "protocol/receipt_codec.hpp"

namespace village::sessions::machines {

inline constexpr std::uint64_t receipts_unanswered_max = 64;

class ReceiptIntake {
public:
    /// `committed` is the controller's highest number of this key, `offered_from` the node's first not committed one (Hello.next_receipt).
    /// A node that begins later than we would expect is followed: an old backup was restored here, and it has forgotten.
    ReceiptIntake(domain::NodeNumber node, const protocol::Ed25519PublicKey& key, std::uint64_t committed,
                  std::uint64_t offered_from);

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
    /// True when this moved the mark: tell the node.
    bool committed(std::uint64_t number);
    std::uint64_t committed_up_to() const { return committed_; }
    /// Highest number taken.
    std::uint64_t taken_up_to() const { return next_ - 1; }

private:
    domain::Status check_place(const domain::PlaybackReceipt& receipt) const;

    domain::NodeNumber node_;
    protocol::Ed25519PublicKey key_;
    std::uint64_t next_;
    std::uint64_t committed_;
    std::optional<domain::Sha256> previous_;  ///< Known once one was taken; storage checks the seam to earlier sessions.
};

}  // namespace village::sessions::machines
