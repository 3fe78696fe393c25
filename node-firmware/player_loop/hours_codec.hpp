// The guard of the clock as it comes in a Welcome, with its bounds checked.
#pragma once

#include "scheduler/domain/hours.hpp"

namespace village::wire {
class Hours;
}

namespace village::node::player_loop {

domain::Result<domain::HoursPolicy> read_hours(const wire::Hours& message);

}  // namespace village::node::player_loop
