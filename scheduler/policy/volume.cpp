#include "scheduler/policy/volume.hpp"

#include <algorithm>

namespace village::policy {

std::uint8_t volume_at(const domain::VolumePercent& volume, std::int32_t utc_offset_minutes, domain::UtcTime time,
                       domain::Priority priority) {
    using std::chrono::days;
    using std::chrono::floor;
    using std::chrono::minutes;
    if (priority == domain::Priority::emergency) return std::max(volume.emergency, emergency_percent_min);
    const auto local = floor<minutes>(time.time_since_epoch()) + minutes{utc_offset_minutes};
    const auto minute = static_cast<std::uint16_t>((local - floor<days>(local)).count());
    return evening.contains(minute) ? volume.evening : volume.day;
}

}  // namespace village::policy
