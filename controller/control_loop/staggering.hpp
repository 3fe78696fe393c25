// Phát so le as it is asked for: what may be staggered, and how much longer all of it lasts.
#pragma once

#include "controller/control_loop/office.hpp"
#include "controller/ports/commands.hpp"

namespace village::control_loop {

/// Only finished audio of at most two minutes: the error names the rule, `staggered_longest` or `staggered_kind`.
domain::Status check_staggered(const domain::Schedule& wanted, const domain::Announcement& announcement);
/// How long after T0 the last pass begins; nothing where all begin together.
domain::Duration waits_for_passes(const Office& office, const domain::Schedule& wanted, const domain::Announcement& announcement,
                                  const domain::NodeSet& nodes);
/// Those of a broadcast by hand.
domain::Result<std::vector<domain::Pass>> asked_passes(const Office& office, const ports::BroadcastRequest& request,
                                                       const domain::Announcement& announcement, const domain::NodeSet& nodes);

}  // namespace village::control_loop
