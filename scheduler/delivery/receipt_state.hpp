// What a receipt proves of a delivery.
#pragma once

#include "scheduler/domain/broadcast.hpp"

namespace village::delivery {

/// "played" needs 95 % of the samples (otherwise it is partial, whatever the node says).
domain::DeliveryState state_of(const domain::PlaybackReceipt& receipt);

}  // namespace village::delivery
