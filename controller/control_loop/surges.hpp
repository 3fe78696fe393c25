// The hours that hold for one sound of an announcement, surge periods counted in, and what its broadcast says of the reason.
#pragma once

#include "controller/control_loop/hamlet_hours.hpp"
#include "scheduler/policy/rights.hpp"
#include "scheduler/policy/surge.hpp"

namespace village::control_loop {

/// One sound that is wanted, as far as hours ask.
struct WantedSound {
    const domain::Announcement& announcement;
    domain::Priority priority;
    const domain::NodeSet& nodes;
    domain::UtcTime start;
    domain::Duration length;  ///< Of all passes.
};
/// At all of its loudspeakers: the rules of their hamlets narrow first, then surge periods open.
domain::HoursPolicy hours_for(const Office& office, const WantedSound& wanted);
/// At some of its loudspeakers.
domain::HoursPolicy hours_for(const Office& office, const WantedSound& wanted, const domain::NodeSet& there);
/// What `check_hours` found wrong, with the name of the hours rule that it is by (unchanged when it is the commune's own), or with the
/// window of a surge period that all of the sound would have to lie in.
domain::Error with_its_rule(const Office& office, const WantedSound& wanted, domain::Error broken);

/// May this person sound it there and then? Where his right ends with the allowed hours, `not_permitted` names the rule. What is quiet
/// falls away or is refused to everybody, for what it is and not for who asks.
domain::Status may_sound(const Office& office, const domain::Operator& who, policy::Action action, const WantedSound& wanted);

/// What stands in place of a person's reason where a surge period is one; empty where none is needed or helps.
std::string surge_reason_for(const Office& office, const WantedSound& wanted);
std::string reason_of(const domain::SurgePeriod& period);
/// Is it by a period that this one may sound, and not for a person's reason?
bool is_by_surge(const Office& office, const domain::Broadcast& broadcast);

/// In the commune's own quiet hours, and no surge period opens them: nobody signs it, whatever the reason. (The quiet hours of single
/// hamlets are kept by their loudspeakers; the others sound.)
bool is_forbidden(const Office& office, const WantedSound& wanted);
/// The same of an order that `excuse` has seen.
bool is_forbidden(const Office& office, const dispatch::BroadcastOrder& excused);

/// Writes into the order why it may sound outside the hours of these loudspeakers: the person's reason, else the period, which alone
/// opens quiet hours.
void excuse(const Office& office, const domain::Announcement& announcement, const std::string& reason,
            dispatch::BroadcastOrder& order);

}  // namespace village::control_loop
