#include "scheduler/domain/coverage.hpp"

#include <map>

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

std::vector<AreaCoverage> coverage_by_hamlet(const Commune& commune, const std::vector<Delivery>& deliveries) {
    std::map<AreaId, Coverage> of_hamlet;
    for (const auto& delivery : deliveries)
        if (const auto* node = commune.find_node(delivery.node)) count(of_hamlet[node->hamlet], delivery.state, 1);
    std::vector<AreaCoverage> all;
    for (const auto& area : commune.areas)
        if (const auto found = of_hamlet.find(area.id); found != of_hamlet.end()) all.push_back({area.id, found->second});
    return all;
}

}  // namespace village::domain
