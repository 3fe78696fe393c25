// What a person's STOP means: whom it reaches and what it silences, at the moment it is pressed.
#pragma once

#include "controller/control_loop/office.hpp"
#include "controller/ports/commands.hpp"

namespace village::control_loop {

/// "Now" leaves the nodes time to verify and to fetch what they do not have. To whoever presses STOP, what begins within it is running.
inline constexpr std::chrono::seconds lead_of_now{3};

/// The area's, or all that the caller may stop.
domain::NodeSet nodes_of_stop(const Office& office, const domain::Operator& caller, const ports::StopRequest& request);
/// The refusal where there are none.
domain::Error nothing_to_stop(const Office& office, const ports::StopRequest& request);
/// The broadcast of the request (none without one), or what it became: a page may still show a piece of a programme that was made anew
/// a moment ago. `not_found` for one that is not known here.
ports::Awaitable<domain::Result<std::vector<domain::Broadcast>>> meant_by(const Office& office, ports::StopRequest request);
/// These and, where they are pieces of a programme that has begun, the rest of it, at those of `nodes` that the named ones reach.
/// Without nodes: it is over already.
ports::StopAnswer what_stops(const Office& office, const std::vector<domain::Broadcast>& named, const domain::NodeSet& nodes);
/// Whatever sounds there, or is about to.
ports::StopAnswer what_stops_in(const Office& office, const domain::NodeSet& nodes);

}  // namespace village::control_loop
