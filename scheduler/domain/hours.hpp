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

/// The hours of one calendar day, from midnight to midnight.
struct DayHours {
    std::vector<HourWindow> allowed{{5 * 60 + 30, 6 * 60 + 30}, {17 * 60, 18 * 60}};
    HourWindow quiet{21 * 60, 5 * 60};
    std::vector<HourWindow> also_quiet;  ///< By rules for a hamlet or a kind of day.
    std::vector<HourWindow>
        opened;  ///< Allowed even inside the quiet hours: by a surge period that says so, never kept with the rest.
    std::vector<HourWindow> tests{{9 * 60, 10 * 60 + 30},
                                  {14 * 60 + 30, 16 * 60}};  ///< Audible self-tests, from Monday to Friday.
    Duration longest_session = std::chrono::minutes{60};
    std::uint8_t sessions_per_day = 2;
    bool operator==(const DayHours&) const = default;
};

/// A day, counted from 1970-01-01 on the wall clock of the commune, on which other hours hold.
struct DatedHours {
    std::int32_t day = 0;
    DayHours hours;
    bool operator==(const DatedHours&) const = default;
};

struct HoursPolicy : DayHours {
    std::int32_t utc_offset_minutes = 7 * 60;  ///< Vietnam has one offset; zones with more are expanded by calendar.
    std::vector<DatedHours> days;              ///< Ascending, each day once; every other day has the hours above.
    /// Those of a day, counted like `DatedHours::day`.
    const DayHours& on(std::int64_t day) const;
    bool operator==(const HoursPolicy&) const = default;
};

}  // namespace village::domain
