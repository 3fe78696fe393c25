// The days of a run and what the commune hears on them: begins on any day of six years, often on those on which calendars go wrong,
// and has items for each of these. Knows by plain counting when an item falls due, which the real calendar must agree with.
#pragma once

#include <vector>

#include "scheduler/domain/priority.hpp"
#include "scheduler/domain/special_days.hpp"
#include "scheduler/domain/timing.hpp"
#include "tests/simulation/random.hpp"

namespace village::simulation {

/// Vietnam has no summer time.
inline constexpr std::chrono::hours local_offset{7};
date::local_days local_day(domain::UtcTime time);
domain::UtcTime utc_of(date::local_days day, std::chrono::seconds time_of_day);

/// Tết by the published calendar, not by ours. (2030: a day before China, whose new moon falls after midnight.)
bool is_lunar_new_year(date::local_days day);
bool is_leap_day(date::local_days day);
bool is_31st(date::local_days day);

/// When a run begins: any hour of such a day.
domain::UtcTime some_beginning(Random& random);

/// An item that comes again and again.
struct Custom {
    std::chrono::seconds time_of_day{};
    domain::Repetition repeats;
    date::local_days first{};
    bool (*falls_on)(date::local_days day, date::local_days first) = nullptr;
    domain::Priority priority = domain::Priority::normal;
    domain::WhenInterrupted when = domain::WhenInterrupted::resume;
    bool outside_hours = false;
    bool is_music = false;
    std::vector<domain::DayReaction> on_special_days{};

    /// In [from, to).
    std::vector<domain::UtcTime> due_times(domain::UtcTime from, domain::UtcTime to) const;
};
std::vector<Custom> customs_of(domain::UtcTime beginning);

}  // namespace village::simulation
