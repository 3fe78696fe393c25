// Phát lại: once more for the loudspeakers that a broadcast did not reach.
#pragma once

#include "controller/control_loop/office.hpp"
#include "controller/ports/commands.hpp"

namespace village::control_loop {

/// A request that replays something, with what it says and the loudspeakers it goes to: who sounded it in part or not at all, and has
/// not been given it since. Where a person stopped it, and where nobody knows, it is not said again. `not_found`, `invalid_argument` (it
/// is not over, or was corrected; an emergency, a drill, a test), `version_conflict` (it would say something else), `zone_empty` (nobody is
/// known to have missed it).
ports::Awaitable<domain::Result<ports::BroadcastRequest>> with_who_missed(const Office& office, ports::BroadcastRequest request);

}  // namespace village::control_loop
