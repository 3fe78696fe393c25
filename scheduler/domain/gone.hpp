// What a request names and the commune does not have (any more), each by the rule that has its own words.
#pragma once

#include "scheduler/domain/ids.hpp"

namespace village::domain {

Error no_such_area(AreaId area);
Error no_such_zone(ZoneId zone);

}  // namespace village::domain
