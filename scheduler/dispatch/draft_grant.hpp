// How an order becomes the draft of its grant: the times and limits that the signer will judge and the nodes will keep.
#pragma once

#include "scheduler/dispatch/dispatch_events.hpp"

namespace village::dispatch {

/// When it is over if nothing interrupts it.
domain::UtcTime planned_end(const BroadcastOrder& order);
/// The end of the grant: `resume_room` later where an interrupted item may still be finished.
domain::UtcTime draft_not_after(const BroadcastOrder& order, domain::Duration resume_room);
domain::Grant draft_grant(const BroadcastOrder& order, domain::Duration resume_room);

}  // namespace village::dispatch
