#include "scheduler/domain/coverage.hpp"

namespace village::domain {

void count(Coverage& coverage, DeliveryState state, std::uint32_t nodes) {
    coverage.of += nodes;
    switch (state) {
        case DeliveryState::played: coverage.played += nodes; break;
        case DeliveryState::partial: coverage.partial += nodes; break;
        case DeliveryState::preempted: coverage.preempted += nodes; break;
        case DeliveryState::missed: coverage.missed += nodes; break;
        case DeliveryState::cancelled: coverage.cancelled += nodes; break;
        case DeliveryState::unconfirmed: coverage.unconfirmed += nodes; break;
        case DeliveryState::playing: coverage.playing += nodes; break;
        default: coverage.open += nodes;
    }
}

Coverage coverage_of(const std::vector<Delivery>& deliveries) {
    Coverage coverage;
    for (const auto& delivery : deliveries) count(coverage, delivery.state, 1);
    return coverage;
}

}  // namespace village::domain
