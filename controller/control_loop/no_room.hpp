// A press for which the dispatcher had no room: it is on the disk already, and the same press once more hears the same.
#pragma once

#include "controller/control_loop/office.hpp"

namespace village::control_loop {

/// Writes that it came to nothing.
domain::Error refused_for_room(const Office& office, const domain::Operator& caller, domain::Broadcast broadcast);
/// The same press once more: what was stored, or that there was no room for it.
domain::Result<domain::Broadcast> answer_again(const Office& office, domain::Result<domain::Broadcast> stored);

}  // namespace village::control_loop
