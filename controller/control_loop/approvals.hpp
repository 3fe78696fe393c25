// What desks ask about approval: may this person do this act, by whose right, and may something sound. The rules are policy's.
#pragma once

#include "controller/control_loop/office.hpp"
#include "controller/ports/commands.hpp"
#include "scheduler/policy/approval.hpp"

namespace village::control_loop {

/// What the announcement is after this act of this person; `not_permitted` without the right, and all that `policy::after` says.
ports::Awaitable<domain::Result<domain::Announcement>> after_act(const Office& office, domain::Operator caller,
                                                                 domain::Announcement item, ports::ApprovalRequest request);
/// The same for an edit that asks for a state: each is an act, or a filing that takes the right to withdraw.
ports::Awaitable<domain::Result<domain::Announcement>> after_wish(const Office& office, domain::Operator caller,
                                                                  domain::Announcement item, domain::AnnouncementState wanted);

/// `expired`, with the rule "validity": the announcement does not hold then.
domain::Error not_valid(const Office& office, const domain::Announcement& item, domain::UtcTime when);
/// The same when the announcement does not hold all the while that this order sounds.
domain::Status check_valid(const Office& office, const domain::Announcement& item, const dispatch::BroadcastOrder& order);
/// `not_approved`, or what `check_valid` says, when this order of the announcement may not sound.
domain::Status check_approved(const Office& office, const domain::Announcement& item, const dispatch::BroadcastOrder& order);

}  // namespace village::control_loop
