// Writes the schedules of a zone as an iCalendar file (RFC 5545), so that any calendar program shows the same moments. Pure.
//
// RRULEs stay rules; what they give and we do not play there (left out, wanted elsewhere, out of date, outside the hours, not agreed
// to, or a special day lets it fall away in every hamlet) becomes EXDATE.
// Lunar days, single moments, and what a rule cannot say are RDATE lists over the exported span. A changed occurrence is a VEVENT
// with RECURRENCE-ID. Several times of the day are one VEVENT each.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "scheduler/calendar/day_reactions.hpp"
#include "scheduler/calendar/expand.hpp"
#include "scheduler/domain/announcement.hpp"

namespace village::calendar {

/// What the exported zone hears of what is wanted.
struct ExportedSound {
    domain::Announcement announcement;
    std::vector<domain::AreaId> hamlets;  ///< Those of the zone that would hear it; none: it does not sound there.
};

struct ExportedSchedule {
    Series series;
    std::function<ExportedSound(const Wanted&)> describe;
    /// By the hours of who would hear it, and by who has to agree to it.
    std::function<bool(const Wanted&, const domain::Occurrence&)> may_sound = [](const auto&, const auto&) { return true; };
};

/// The file speaks of what is planned in [from, to). A rule that goes on stays open if all of it is heard then, too; exceptions, lists
/// and the changes of the clock are those of the span, so a rule that may need more of them ends with it.
struct ExportSpan {
    std::string name;  ///< Of the zone: X-WR-CALNAME.
    domain::UtcTime from{};
    domain::UtcTime to{};
    domain::UtcTime now{};  ///< DTSTAMP.
};

inline constexpr std::chrono::hours export_span_max{5 * 366 * 24};
inline constexpr std::size_t exported_schedules_max = 2000;

/// `invalid_argument` (a span that ends before it begins), `too_large` (the bounds above), or what Expander::make says of a series.
domain::Result<std::string> export_ical(const ExportSpan& span, std::span<const ExportedSchedule> schedules,
                                        const SpecialDays& days, const ZoneRules& zone);

}  // namespace village::calendar
