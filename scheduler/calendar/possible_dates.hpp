// Is there a day at all on which a rule could fire? A few bounded loops over days, asked before libical, which looks for a date
// that does not exist ("31 April") for half a second.
#pragma once

#include <libical/ical.h>

#include "scheduler/calendar/zone_rules.hpp"

namespace village::calendar {

/// Looks at 40 years from `first`: each weekday meets each day of the leap year in that time. True may still mean never
/// (UNTIL, weeks of the year); false is certain.
bool has_possible_date(const icalrecurrencetype& rule, LocalTime first);

}  // namespace village::calendar
