// What an all-clear ends, said to whoever calls it while it can still be taken back; that it ends is the dispatcher's doing
// (scheduler/dispatch/contradictions.cpp). Pure.
#pragma once

#include <vector>

#include "scheduler/dispatch/dispatcher.hpp"

namespace village::control_loop {

/// The warnings on the air at its loudspeakers when it was called, oldest first; nothing once it is over, or of anything else.
std::vector<domain::Broadcast> warnings_ended_by(const domain::Broadcast& all_clear, const dispatch::Dispatcher& dispatcher);

}  // namespace village::control_loop
