// What an edit makes of a schedule. Pure.
#pragma once

#include "controller/ports/commands.hpp"
#include "scheduler/calendar/edit_series.hpp"

namespace village::control_loop {

/// Errors: those of edit_series.hpp, and `invalid_argument` for what does not go with the scope.
domain::Result<ports::EditedSchedule> edited(const domain::Schedule& schedule, const ports::ScheduleEdit& edit,
                                             const calendar::ZoneRules& zone, domain::UtcTime now);
/// Of what this edition touches only these keep their reason to sound outside the hours.
domain::Schedule with_reasons_of(domain::Schedule schedule, std::uint32_t edition, const std::vector<domain::Wanted>& outside);
/// What the edit touches wants these now.
std::vector<domain::Wanted> touched(const domain::Schedule& schedule, const ports::ScheduleEdit& edit,
                                    const calendar::ZoneRules& zone, domain::UtcTime now);

}  // namespace village::control_loop
