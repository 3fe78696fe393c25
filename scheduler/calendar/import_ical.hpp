// Reads an iCalendar file of another program and shows what would be made of it, before anything is: schedules with their times,
// and everything that was not understood, with its line and the reason. Makes nothing. Pure; any bytes are bounded and answered.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scheduler/calendar/series.hpp"

namespace village::calendar {

/// A schedule that would be made. Its series has no id and nothing wanted yet: the person chooses what is said and where.
struct ImportedSchedule {
    std::string uid;
    std::string title;            ///< SUMMARY; at most 200 bytes.
    domain::Duration duration{};  ///< DURATION, or DTEND less DTSTART; 0 when the file says neither.
    Series series;
    std::size_t line = 0;  ///< Where its VEVENT begins.
};

struct NotUnderstood {
    std::size_t line = 0;
    std::string what;  ///< "VTODO", "VEVENT Họp thôn", "RRULE".
    domain::Error why;
};

struct ImportPreview {
    std::vector<ImportedSchedule> schedules;
    std::vector<NotUnderstood> not_understood;
};

inline constexpr std::size_t imported_events_max = 500;
inline constexpr std::size_t not_understood_max = 500;  ///< More are not listed.
/// A rule without a date can take half a second to find out; after so many rules that cannot be taken the rest is not looked at.
inline constexpr std::size_t refused_rules_max = 20;

/// Understood are VEVENTs with DTSTART as a local time of `zone`, in UTC, or without a zone; RRULE as Recurrence::parse takes it, RDATE,
/// EXDATE (a day leaves out all that it has), RECURRENCE-ID for one occurrence, STATUS:CANCELLED. One that does not repeat may be in UTC.
/// Errors: `too_large` (the bounds of ical_text.hpp, more than imported_events_max), `invalid_argument` (not an iCalendar file).
domain::Result<ImportPreview> preview_import(std::string_view file, const ZoneRules& zone);

}  // namespace village::calendar
