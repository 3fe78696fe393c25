// The refusals that other hours would turn into a yes: one list for who asks again and for who says what hours take away.
#pragma once

#include <algorithm>
#include <array>

#include "scheduler/domain/error.hpp"

namespace village::domain {

inline constexpr std::array refused_by_hours{ErrorCode::quiet_hours, ErrorCode::outside_allowed_hours, ErrorCode::too_long};

inline bool is_refused_by_hours(ErrorCode why) { return std::ranges::find(refused_by_hours, why) != refused_by_hours.end(); }

}  // namespace village::domain
