// What the special days of the commune do to a sound that is wanted: where it is heard, and where it falls away because of what.
#pragma once

#include "controller/control_loop/office.hpp"
#include "scheduler/domain/schedule.hpp"

namespace village::control_loop {

struct OnTheDay {
    domain::NodeSet sounds;
    domain::NodeSet silent;
    std::string because;  ///< The name of the special day; of several hamlets that of the first.
};
OnTheDay on_special_days(const Office& office, const domain::Schedule& schedule, const domain::Announcement& announcement,
                         const domain::NodeSet& nodes, domain::UtcTime planned);
/// What it does on special days, being what it is.
std::vector<domain::DayReaction> reactions_of(const domain::Wanted& wanted, const domain::Announcement& announcement);
/// The first of them that is to a day by a name which none of these rules has.
const domain::DayReaction* reaction_to_unknown(const std::vector<domain::DayReaction>& reactions,
                                               const std::vector<domain::DayRule>& rules);
/// `not_found` when it reacts to a special day that the commune does not keep.
domain::Status check_special_days(const Office& office, const domain::Schedule& schedule);

}  // namespace village::control_loop
