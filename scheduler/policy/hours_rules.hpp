// What the hours by hamlet and by kind of day come to: bounds of the rules, and their laying out into a `HoursPolicy` for a hamlet
// and some days. Rules only narrow, so that whatever is laid out here is never louder than the commune's own hours. Which special
// day it is somewhere is handed in: the calendar knows.
#pragma once

#include <span>

#include "scheduler/domain/commune.hpp"
#include "scheduler/domain/error.hpp"
#include "scheduler/domain/hours_rules.hpp"

namespace village::policy {

inline constexpr std::size_t hours_rules_max = 64;

/// Of the commune's own hours: `invalid_argument` with a window that is empty, or with a rule that would allow more than they do.
domain::Status check_own_hours(const domain::HoursPolicy& own, const domain::HoursRules& rules);
/// Bounds of rules beside the commune's own hours: `invalid_argument` with the name of the rule and its window, `too_large` (64
/// rules, 16 windows each, 64 areas), `not_found` (an area).
domain::Status check_hours_rules(const domain::HoursRules& rules, const domain::HoursPolicy& own, const domain::Commune& commune);

/// One day with what a rule lays down.
domain::DayHours narrowed(domain::DayHours hours, const domain::HoursRule& rule);

/// What both permit: for a sound at loudspeakers of two places.
domain::DayHours strictest(domain::DayHours a, const domain::DayHours& b);
domain::HoursPolicy strictest(const domain::HoursPolicy& a, const domain::HoursPolicy& b);

/// A day (counted like `DatedHours::day`), and which kinds of special day it is at the place that is asked about.
struct DayAt {
    std::int32_t day = 0;
    std::vector<domain::DayKind> kinds;
};

/// The hours of this hamlet: rules for every day are in the hours of all days, and of these days (ascending) only those are named that
/// differ. On a public holiday no loudspeaker tests itself audibly.
domain::HoursPolicy laid_out(const domain::HoursPolicy& own, const domain::HoursRules& rules, const domain::Commune& commune,
                             domain::AreaId hamlet, std::span<const DayAt> days);

}  // namespace village::policy
