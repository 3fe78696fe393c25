// What saving a schedule, or an edit of one, is asked about: the occurrences it touches, by what they want.
#pragma once

#include "controller/control_loop/surges.hpp"
#include "scheduler/calendar/wishes.hpp"

namespace village::control_loop {

struct TouchedWish {
    calendar::Wish wish;
    domain::Announcement announcement;
    domain::NodeSet nodes;
    domain::Duration waits_for_passes{};  ///< Staggered: how long after T0 the last pass begins.

    /// Of all passes: each of them counts.
    domain::Duration length() const { return announcement.content->duration + waits_for_passes; }
    /// It once, as far as hours ask; valid as long as this is.
    WantedSound sound_at(domain::UtcTime planned) const;
};

/// Of the edit with this edition (0: a schedule that is new). Errors: those of check_schedule; `not_found` for an announcement or a
/// place; `not_ready` for an announcement without its sound; what is staggered and may not be.
ports::Awaitable<domain::Result<std::vector<TouchedWish>>> touched_wishes(const Office& office, domain::Schedule schedule,
                                                                          std::uint32_t edition);

/// The same without what special days let fall away everywhere. `recurrence_never_fires`, with the day, when nothing of it is left;
/// `expired`, with the rule "validity", when what it says holds at none of its times.
ports::Awaitable<domain::Result<std::vector<TouchedWish>>> heard_wishes(const Office& office, domain::Schedule schedule,
                                                                        std::uint32_t edition);
bool says_nothing_is_left(const domain::Error& error);
/// A remark, `validity_in_part`: the first of these times at which what it says does not hold, so that nothing is heard.
std::optional<domain::Error> first_not_valid(const Office& office, const std::vector<TouchedWish>& touched);

domain::Duration longest_grace_of(const domain::Schedule& schedule);

/// `confirmation_needed` when on one of the days that are touched a loudspeaker would sound in more sessions than a day may have,
/// beside all that was heard that day or is planned there and stays; `too_long` when a session would be.
ports::Awaitable<domain::Status> check_sessions(const Office& office, const domain::Schedule& schedule,
                                                const std::vector<TouchedWish>& touched);

/// What `check_sessions` refused may be confirmed: a session more, and not one that lasts longer.
bool is_one_too_many(const domain::Error& refusal);
/// Whose right ends with the allowed hours keeps to the sessions of a day, too: what he is told in place of this refusal, if it is so.
domain::Error as_told_to(const Office& office, const domain::Operator& caller, policy::Action action,
                         const std::vector<TouchedWish>& touched, domain::Error refusal);

}  // namespace village::control_loop
