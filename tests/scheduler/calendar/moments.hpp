// Moments as the tests of this room write them.
#pragma once

#include <string_view>

#include "scheduler/calendar/zone_rules.hpp"

namespace village::calendar {

inline const ZoneRules vietnam = ZoneRules::fixed(std::chrono::hours{7});

inline LocalTime local(std::string_view text) { return parse_local(text).value(); }
inline domain::UtcTime utc(std::string_view text) { return domain::parse_utc(text).value(); }

}  // namespace village::calendar
