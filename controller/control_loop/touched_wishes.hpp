// What saving a schedule, or an edit of one, is asked about: the occurrences it touches, by what they want.
#pragma once

#include "controller/control_loop/office.hpp"
#include "scheduler/calendar/wishes.hpp"

namespace village::control_loop {

struct TouchedWish {
    calendar::Wish wish;
    domain::Announcement announcement;
    domain::NodeSet nodes;
};

/// Of the edit with this edition (0: a schedule that is new). Errors: those of check_schedule; `not_found` for an announcement or a
/// place; `not_ready` for an announcement without its sound.
ports::Awaitable<domain::Result<std::vector<TouchedWish>>> touched_wishes(const Office& office, domain::Schedule schedule,
                                                                          std::uint32_t edition);

domain::Duration longest_grace_of(const domain::Schedule& schedule);

/// `confirmation_needed` when on one of the days that are touched a loudspeaker would sound in more sessions than a day may have,
/// beside all that is planned there and stays.
domain::Status check_sessions(const Office& office, const domain::Schedule& schedule, const std::vector<TouchedWish>& touched);

}  // namespace village::control_loop
