// Whether a schedule would bring a loudspeaker more sessions a day than the commune allows.
#pragma once

#include "controller/control_loop/office.hpp"

namespace village::control_loop {

/// `confirmation_needed` when on one of these days a loudspeaker would sound in more sessions than a day may have, beside all that is
/// still to come there.
domain::Status check_sessions(const Office& office, const std::vector<domain::Occurrence>& added,
                              const domain::Announcement& announcement, domain::Priority priority, const domain::NodeSet& nodes);

}  // namespace village::control_loop
