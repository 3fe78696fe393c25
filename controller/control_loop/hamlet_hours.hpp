// Which hours hold at loudspeakers: the commune's own, narrowed by the rules for their hamlets and for what each day is there. Who
// asks about a sound asks surges.hpp, which asks here and counts surge periods in.
#pragma once

#include "controller/control_loop/office.hpp"

namespace village::control_loop {

/// Loudspeakers with the same hours.
struct HoursThere {
    domain::HoursPolicy hours;
    domain::NodeSet nodes;
};
/// On the days that [from, to] touches; on others only what holds every day.
std::vector<HoursThere> hours_by_place(const Office& office, const domain::NodeSet& nodes, domain::UtcTime from,
                                       domain::UtcTime to);
/// What holds at all of them.
domain::HoursPolicy hours_at(const Office& office, const domain::NodeSet& nodes, domain::UtcTime from, domain::UtcTime to);
/// What would hold at all of them by these rules.
domain::HoursPolicy hours_at(const Office& office, const domain::HoursRules& rules, const domain::NodeSet& nodes,
                             domain::UtcTime from, domain::UtcTime to);

/// What a hamlet's loudspeakers keep to by themselves on these days, their audible tests too.
domain::HoursPolicy hours_of(const Office& office, domain::AreaId hamlet, domain::UtcTime from, domain::UtcTime to);

/// Hamlets in which these loudspeakers stand.
std::vector<domain::AreaId> hamlets_of(const Office& office, const domain::NodeSet& nodes);

}  // namespace village::control_loop
