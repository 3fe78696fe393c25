// Đính chính: which loudspeakers sounded what was wrong, and which of them a correction still has to go to.
#pragma once

#include "controller/control_loop/office.hpp"
#include "controller/ports/commands.hpp"
#include "scheduler/delivery/hearers.hpp"

namespace village::control_loop {

/// As the dispatcher has it, or as it is stored.
ports::Awaitable<domain::Result<domain::Broadcast>> newest_of(const Office& office, domain::BroadcastId id);
/// As they are followed, or as they are stored.
ports::Awaitable<domain::Result<std::vector<domain::Delivery>>> deliveries_of(const Office& office, domain::BroadcastId id);
ports::Awaitable<domain::Result<delivery::Hearers>> who_heard(const Office& office, domain::Broadcast broadcast);

/// A request that corrects something, with the loudspeakers it goes to: who sounded what is wrong, and no correction of it since.
/// `not_found`, `invalid_argument` (a drill, the wrong announcement itself), `zone_empty` (nobody is known to have sounded it).
ports::Awaitable<domain::Result<ports::BroadcastRequest>> with_its_hearers(const Office& office, ports::BroadcastRequest request);

/// Of what this broadcast corrects: whoever may have sounded it, and is told by no correction.
ports::Awaitable<domain::Result<domain::NodeSet>> not_known_to_have_heard(const Office& office, domain::Broadcast correction);

}  // namespace village::control_loop
