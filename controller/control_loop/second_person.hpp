// The second person: what is planned outside the hours waits for somebody else's agreement, where the commune asks for it.
#pragma once

#include "controller/control_loop/office.hpp"
#include "scheduler/domain/schedule.hpp"

namespace village::control_loop {

bool awaits_second_person(const Office& office, const domain::Schedule& schedule, const domain::Announcement& announcement,
                          const domain::NodeSet& nodes, const domain::Occurrence& occurrence);

}  // namespace village::control_loop
