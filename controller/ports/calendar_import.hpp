// What would become of another program's calendar file, before anything is made of it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/domain/error.hpp"
#include "scheduler/domain/schedule.hpp"

namespace village::ports {

/// A schedule that would be made; what is said and where the person chooses.
struct ImportedSchedule {
    std::string uid;
    std::string title;
    domain::Duration duration{};  ///< 0 when the file does not say.
    domain::Timing timing;
    std::vector<domain::OneChange> changes;  ///< Single occurrences that are moved.
    std::size_t line = 0;                    ///< Where it begins in the file.
};
struct NotUnderstood {
    std::size_t line = 0;
    std::string what;  ///< "VTODO", "VEVENT Họp thôn", "RRULE".
    domain::Error why;
};
struct CalendarImport {
    std::vector<ImportedSchedule> schedules;
    std::vector<NotUnderstood> not_understood;
};

/// Reads an iCalendar file for this time zone; may take seconds, so it is called on the worker. Errors: `too_large`,
/// `invalid_argument` (not an iCalendar file).
using CalendarReader = std::function<domain::Result<CalendarImport>(std::string_view file, const std::string& time_zone)>;

/// What is to be said of a timing that may be saved all the same; for the worker, too.
using TimingRemarks = std::function<std::vector<domain::Error>(const domain::Timing&, const std::string& time_zone)>;

}  // namespace village::ports
