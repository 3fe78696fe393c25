// A broadcast that a person asks for by itself, asked the same as what is planned: how many sessions, and what it meets.
#pragma once

#include "controller/control_loop/office.hpp"
#include "controller/ports/commands.hpp"

namespace village::control_loop {

/// As a schedule of one moment.
domain::Schedule as_schedule(const Office& office, const ports::BroadcastRequest& request);

/// `confirmation_needed` when it would be a session too many, or meet something. What is live takes the loudspeaker in any case, a
/// correction has to be heard and a replay only fills what is missing: nobody is asked about those.
ports::Awaitable<domain::Status> check_beside_others(const Office& office, domain::Operator caller,
                                                     ports::BroadcastRequest request);

}  // namespace village::control_loop
