// Bulletins for a day on which nobody would hear them.
#pragma once

#include "controller/control_loop/programme_times.hpp"
#include "scheduler/domain/programme.hpp"

namespace village::control_loop {

/// What the quiet hours leave of its times on this day: those at which some loudspeaker sounds the beginning.
ports::Awaitable<domain::Result<std::vector<ProgrammeTime>>> heard_times_on(const Office& office, domain::ProgrammeId programme,
                                                                            date::local_days day);

/// `schedule_in_past` when on this day it has begun wherever it is wanted.
ports::Awaitable<domain::Status> check_to_come(const Office& office, domain::ProgrammeDay day);

/// `invalid_argument` where the programme is on the calendar, but not on this day. `quiet_hours` where it is still to come on this day
/// and lies in the quiet hours each time, because the hours changed after it was planned or the day falls away by itself.
ports::Awaitable<domain::Status> check_heard(const Office& office, domain::ProgrammeDay day);

}  // namespace village::control_loop
