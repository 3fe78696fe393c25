// Coverage (tỷ lệ phát thành công): how many of the target nodes have a good receipt, and what became of the others.
#pragma once

#include <cstdint>
#include <vector>

#include "scheduler/domain/broadcast.hpp"
#include "scheduler/domain/commune.hpp"

namespace village::domain {

struct Coverage {
    std::uint32_t played = 0;
    std::uint32_t partial = 0;
    std::uint32_t preempted = 0;
    std::uint32_t missed = 0;
    std::uint32_t cancelled = 0;
    std::uint32_t unconfirmed = 0;
    std::uint32_t playing = 0;
    std::uint32_t open = 0;  ///< Planned to fetched: nobody knows yet.
    std::uint32_t of = 0;    ///< All targets.
    bool operator==(const Coverage&) const = default;
};

/// Of the target nodes in one area.
struct AreaCoverage {
    AreaId area;
    Coverage coverage;
    bool operator==(const AreaCoverage&) const = default;
};

void count(Coverage& coverage, DeliveryState state, std::uint32_t nodes);
Coverage coverage_of(const std::vector<Delivery>& deliveries);
/// Of the hamlets that the loudspeakers stand in, in the commune's order of areas.
std::vector<AreaCoverage> coverage_by_hamlet(const Commune& commune, const std::vector<Delivery>& deliveries);

}  // namespace village::domain
