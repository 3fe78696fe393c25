// Bulletins for a day on which nobody would hear them.
#pragma once

#include "controller/control_loop/office.hpp"
#include "scheduler/domain/programme.hpp"

namespace village::control_loop {

/// `quiet_hours` where the programme is still to come on this day and lies in the quiet hours each time, because the hours changed after
/// it was planned or the day falls away by itself.
ports::Awaitable<domain::Status> check_heard(const Office& office, domain::ProgrammeDay day);

}  // namespace village::control_loop
