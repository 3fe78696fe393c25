// The schedules of a zone as an iCalendar file, for the calendar program of anybody who wants to see them.
#pragma once

#include "controller/control_loop/office.hpp"

namespace village::control_loop {

/// What is planned from now on for a year: every active schedule that reaches a loudspeaker of the zone.
/// `not_found`, and what export_ical says.
ports::Awaitable<domain::Result<std::string>> calendar_file(const Office& office, domain::ZoneId zone);

}  // namespace village::control_loop
