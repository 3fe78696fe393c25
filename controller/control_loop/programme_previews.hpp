// What people are shown of one day of a programme, time by time, before it is planned.
#pragma once

#include "controller/control_loop/programme_times.hpp"
#include "controller/ports/programme_preview.hpp"

namespace village::control_loop {

/// `times`: those of the day; times at which all is alike are shown once. Without one: what it would be.
ports::Awaitable<domain::Result<ports::ProgrammePreview>> preview_of(const Office& office, domain::Programme programme,
                                                                     date::local_days day, std::vector<ProgrammeTime> times);

}  // namespace village::control_loop
