#include "scheduler/delivery/coverage.hpp"

namespace village::delivery {

using domain::DeliveryState;

void count(Coverage& coverage, DeliveryState state, std::uint32_t nodes) {
    coverage.of += nodes;
    switch (state) {
        case DeliveryState::played: coverage.played += nodes; break;
        case DeliveryState::partial: coverage.partial += nodes; break;
        case DeliveryState::preempted: coverage.preempted += nodes; break;
        case DeliveryState::missed: coverage.missed += nodes; break;
        case DeliveryState::cancelled: coverage.cancelled += nodes; break;
        case DeliveryState::unconfirmed: coverage.unconfirmed += nodes; break;
        default: coverage.open += nodes;
    }
}

Coverage coverage_of(const std::vector<domain::Delivery>& deliveries) {
    Coverage coverage;
    for (const auto& delivery : deliveries) count(coverage, delivery.state, 1);
    return coverage;
}

DeliveryState state_of(const domain::PlaybackReceipt& receipt) {
    switch (receipt.outcome) {
        case domain::ReceiptOutcome::played: {
            const bool whole = receipt.samples_expected > 0 && receipt.samples_played >= receipt.samples_expected / 100.0 * 95;
            return whole ? DeliveryState::played : DeliveryState::partial;
        }
        case domain::ReceiptOutcome::partial: return DeliveryState::partial;
        case domain::ReceiptOutcome::preempted: return DeliveryState::preempted;
        case domain::ReceiptOutcome::missed: return DeliveryState::missed;
        case domain::ReceiptOutcome::cancelled: return DeliveryState::cancelled;
    }
    return DeliveryState::missed;
}

}  // namespace village::delivery
