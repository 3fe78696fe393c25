#include "controller/sessions/machines/receipt_intake.hpp"

#include <fmt/format.h>

namespace village::sessions::machines {

using domain::Error;
using domain::ErrorCode;

ReceiptIntake::ReceiptIntake(domain::NodeNumber node, const protocol::Ed25519PublicKey& key, std::uint64_t committed)
    : node_(node), key_(key), next_(committed + 1), committed_(committed) {
    if (next_ == 1) previous_ = domain::Sha256{};
}

domain::Result<ReceiptIntake::Verdict> ReceiptIntake::take(domain::Bytes envelope) {
    auto opened = protocol::open_receipt(envelope, key_);
    if (!opened) return opened.error();
    const auto number = opened->receipt.number;
    if (number <= committed_) return Verdict{AnswerCommitted{committed_}};
    if (number < next_) return Verdict{Ignore{}};
    if (auto fits = check_place(opened->receipt); !fits) return fits.error();
    if (next_ - 1 - committed_ >= receipts_unanswered_max)
        return Error{ErrorCode::too_many_requests, "more than 64 receipts are unanswered; wait for ReceiptCommitted"};
    next_ = number + 1;
    previous_ = opened->hash;
    return Verdict{HandOn{std::move(opened->receipt)}};
}

domain::Status ReceiptIntake::check_place(const domain::PlaybackReceipt& receipt) const {
    if (receipt.node != node_)
        return Error{ErrorCode::malformed,
                     fmt::format("a receipt of node {} came from node {}", receipt.node.value, node_.value)};
    if (receipt.number != next_)
        return Error{ErrorCode::malformed, fmt::format("receipt {} came where {} was due", receipt.number, next_)};
    if (previous_ && receipt.previous != *previous_)
        return Error{ErrorCode::malformed, fmt::format("receipt {} does not continue the chain", receipt.number)};
    return domain::Status{};
}

bool ReceiptIntake::committed(std::uint64_t number) {
    if (number <= committed_ || number >= next_) return false;
    early_.insert(number);
    const auto before = committed_;
    while (early_.erase(committed_ + 1) == 1) ++committed_;
    return committed_ > before;
}

}  // namespace village::sessions::machines
