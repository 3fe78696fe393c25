// What a timing leaves out (`not_on`) and does not have: whoever left out the 25th at 17:30 of what comes at 17:00 expects silence, and
// would hear it. Pure.
#pragma once

#include "scheduler/calendar/timing.hpp"

namespace village::calendar {

/// Ascending. None of a timing that cannot be read: that is refused for its own reason. May take some milliseconds.
std::vector<LocalTime> left_out_of_nothing(const Timing& timing, const ZoneRules& zone);

}  // namespace village::calendar
