// The hours that hold for one sound of an announcement, surge periods counted in, and what its broadcast says of the reason.
#pragma once

#include "controller/control_loop/office.hpp"
#include "scheduler/policy/surge.hpp"

namespace village::control_loop {

/// Hamlets in which these loudspeakers stand.
std::vector<domain::AreaId> hamlets_of(const Office& office, const domain::NodeSet& nodes);

/// One sound that is wanted, as far as hours ask.
struct WantedSound {
    const domain::Announcement& announcement;
    domain::Priority priority;
    const domain::NodeSet& nodes;
    domain::UtcTime start;
    domain::Duration waits_for_passes{};  ///< Staggered: how long after `start` the last pass begins.
};
domain::HoursPolicy hours_for(const Office& office, const WantedSound& wanted);

/// What stands in place of a person's reason where a surge period is one; empty where none is needed or helps.
std::string surge_reason_for(const Office& office, const WantedSound& wanted);
std::string reason_of(const domain::SurgePeriod& period);

/// Writes into the order why it may sound outside the commune's own hours: the period, else the person's reason.
void excuse(const Office& office, const domain::Announcement& announcement, const std::string& reason,
            dispatch::BroadcastOrder& order);

}  // namespace village::control_loop
