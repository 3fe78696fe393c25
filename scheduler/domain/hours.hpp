// The guard of the clock as data: allowed hours, quiet hours, longest session. Local wall-clock minutes of the commune.
#pragma once

#include <cstdint>
#include <vector>

#include "scheduler/domain/time.hpp"

namespace village::domain {

/// Minutes after local midnight, [from, to); `to` less than `from` passes midnight (21:00-05:00).
struct HourWindow {
    std::uint16_t from_minute = 0;
    std::uint16_t to_minute = 0;
    bool contains(std::uint16_t minute) const;
    bool operator==(const HourWindow&) const = default;
};

struct HoursPolicy {
    std::vector<HourWindow> allowed{{5 * 60 + 30, 6 * 60 + 30}, {17 * 60, 18 * 60}};
    HourWindow quiet{21 * 60, 5 * 60};
    std::vector<HourWindow>
        opened;  ///< Allowed even inside the quiet hours: by a surge period that says so, never kept with the rest.
    Duration longest_session = std::chrono::minutes{60};
    std::uint8_t sessions_per_day = 2;
    std::int32_t utc_offset_minutes = 7 * 60;  ///< Vietnam has one offset; zones with more are expanded by calendar.
    bool operator==(const HoursPolicy&) const = default;
};

}  // namespace village::domain
