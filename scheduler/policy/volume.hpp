// How loud a loudspeaker may be at this time of day. The one rule, for the node that sounds and for whoever shows it.
#pragma once

#include "scheduler/domain/commune.hpp"
#include "scheduler/domain/hours.hpp"
#include "scheduler/domain/priority.hpp"
#include "scheduler/domain/time.hpp"

namespace village::policy {

/// On the commune's clock.
inline constexpr domain::HourWindow evening{18 * 60, 5 * 60};
/// Whoever turns a loudspeaker down to nothing does not silence an emergency.
inline constexpr std::uint8_t emergency_percent_min = 10;

/// 0 to 100: by day, in the evening, or for an emergency at any hour.
std::uint8_t volume_at(const domain::VolumePercent& volume, std::int32_t utc_offset_minutes, domain::UtcTime time,
                       domain::Priority priority);

}  // namespace village::policy
