#include "scheduler/delivery/receipt_state.hpp"

namespace village::delivery {

using domain::DeliveryState;

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
