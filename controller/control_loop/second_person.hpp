// The second person: what is planned outside the hours, or brings a session too many, waits for somebody else's agreement, where the
// commune asks for it.
#pragma once

#include "controller/control_loop/office.hpp"
#include "scheduler/domain/schedule.hpp"

namespace village::control_loop {

bool awaits_second_person(const Office& office, const domain::Schedule& schedule, const domain::Announcement& announcement,
                          const domain::NodeSet& nodes, const domain::Occurrence& occurrence);
/// Of a broadcast by hand, to which nobody else can agree: `not_approved` where it takes two.
domain::Status check_one_person_may(const Office& office);

}  // namespace village::control_loop
