#include "node-firmware/link/machines/receipt_outbox.hpp"

#include <algorithm>

namespace village::node::link {

void ReceiptOutbox::joined(std::uint64_t committed) {
    joined_ = true;
    committed_ = committed;
    sent_ = committed;
}

void ReceiptOutbox::lost() { joined_ = false; }

bool ReceiptOutbox::committed(std::uint64_t up_to) {
    if (up_to > sent_) return false;
    committed_ = std::max(committed_, up_to);
    return true;
}

std::optional<ReceiptOutbox::Span> ReceiptOutbox::take() {
    if (!joined_ || stored_ <= sent_) return std::nullopt;
    const auto room = unanswered_max - std::min(unanswered_max, sent_ - committed_);
    const auto count = std::min(room, stored_ - sent_);
    if (count == 0) return std::nullopt;
    const Span span{sent_, count};
    sent_ += count;
    return span;
}

}  // namespace village::node::link
