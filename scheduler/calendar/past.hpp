// What lies before now and is asked for all the same, each by the rule that has its own words.
#pragma once

#include "scheduler/calendar/zone_rules.hpp"

namespace village::calendar {

/// All `schedule_in_past`, with both moments on the commune's clock.
domain::Error moment_past(domain::UtcTime moment, domain::UtcTime now, const ZoneRules& zone);
/// An occurrence that sounds, or has sounded.
domain::Error occurrence_begun(domain::UtcTime occurrence, domain::UtcTime now, const ZoneRules& zone);
/// Its own moment has passed, but it was moved to one that is to come.
domain::Error edited_alone(domain::UtcTime original, domain::UtcTime now, const ZoneRules& zone);

}  // namespace village::calendar
