// Coverage (tỷ lệ phát thành công): how many of the target nodes have a good receipt, and what became of the others.
#pragma once

#include <cstdint>
#include <vector>

#include "scheduler/domain/broadcast.hpp"

namespace village::delivery {

struct Coverage {
    std::uint32_t played = 0;
    std::uint32_t partial = 0;
    std::uint32_t preempted = 0;
    std::uint32_t missed = 0;
    std::uint32_t cancelled = 0;
    std::uint32_t unconfirmed = 0;
    std::uint32_t open = 0;  ///< Planned to playing: nobody knows yet.
    std::uint32_t of = 0;    ///< All targets.
    bool operator==(const Coverage&) const = default;
};

/// For rows read back from storage.
Coverage coverage_of(const std::vector<domain::Delivery>& deliveries);
void count(Coverage& coverage, domain::DeliveryState state, std::uint32_t nodes);

/// The state a receipt proves: "played" needs 95 % of the samples (otherwise it is partial, whatever the node says).
domain::DeliveryState state_of(const domain::PlaybackReceipt& receipt);

}  // namespace village::delivery
