// Minutes in which nothing would be heard inside a programme: asked about before a schedule of it, or an edit of it, is saved.
#pragma once

#include "controller/control_loop/programme_times.hpp"
#include "controller/control_loop/touched_wishes.hpp"
#include "scheduler/domain/programme.hpp"

namespace village::control_loop {

/// `confirmation_needed` when a programme among these would be silent for more than 10 s, for want of music for gaps, in its first week
/// or on a day without music.
ports::Awaitable<domain::Status> check_silence(const Office& office, const std::vector<TouchedWish>& touched);

/// The same for an edit of one that is on the calendar: `confirmation_needed` when in the coming week it would be silent for longer than
/// it is now, which somebody agreed to.
ports::Awaitable<domain::Status> check_silence(const Office& office, domain::Programme now, domain::Programme edited);

}  // namespace village::control_loop
