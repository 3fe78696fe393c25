// What was heard already, or called over by a clock that was ahead: a clock may be set back, and then both are still to come.
#pragma once

#include <set>

#include "scheduler/planning/known.hpp"

namespace village::planning {

/// A clock that was ahead called it over, and no loudspeaker says that it sounded.
bool is_over_too_early(const Known& known, const domain::Broadcast& broadcast);
/// What was heard, perhaps before an edit: a clock that was set back says that it is still to come.
std::set<domain::OccurrenceId> heard_occurrences(const Known& known);

}  // namespace village::planning
