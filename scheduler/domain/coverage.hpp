// Coverage (tỷ lệ phát thành công): how many of the target nodes have a good receipt, and what became of the others.
#pragma once

#include <cstdint>
#include <vector>

#include "scheduler/domain/broadcast.hpp"

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

void count(Coverage& coverage, DeliveryState state, std::uint32_t nodes);
Coverage coverage_of(const std::vector<Delivery>& deliveries);

}  // namespace village::domain
