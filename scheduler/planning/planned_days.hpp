// From the days of a programme, made anew, to what the dispatcher is to do.
#pragma once

#include "scheduler/planning/known.hpp"

namespace village::planning {

/// One occurrence, made anew; no pieces: it has begun with nothing to make anew, or cannot be looked up, and stays as it is planned.
struct ProgrammeDay {
    domain::Occurrence occurrence;
    std::optional<std::vector<dispatch::BroadcastOrder>> pieces;  ///< Named.
    std::vector<domain::BroadcastId> kept{};                      ///< Stay where they are.
    bool has_begun = false;  ///< Then only what none of its loudspeakers sounds yet is made anew.
};

/// Until when the days of a schedule are looked at again: to `horizon`, and as far as something was planned before the clock was set
/// back.
domain::UtcTime last_planned(const dispatch::Dispatcher& dispatcher, domain::ScheduleId schedule, domain::UtcTime horizon);

/// Since they were made they may have begun, and somebody may have stopped a piece: what is known now counts.
void add_days(const Known& known, std::vector<ProgrammeDay> days, dispatch::ScheduleChanged& changed,
              dispatch::OccurrencesPlanned& planned);

}  // namespace village::planning
