// Turns a Schedule into the Occurrences of a span of time. Pure and bounded; run it on a worker or once per plan, not inside
// an event (2.5 µs per occurrence).
#pragma once

#include <optional>
#include <vector>

#include "scheduler/calendar/recurrence.hpp"
#include "scheduler/calendar/zone_rules.hpp"
#include "scheduler/domain/schedule.hpp"

namespace village::calendar {

/// One call never gives more; a longer span is asked for in parts.
inline constexpr std::size_t occurrences_max = 20'000;

/// A Schedule whose rule has been read once; keep it as long as the schedule does not change (its `version`).
class Expander {
public:
    /// Errors: `invalid_argument` (local_start, rule), `recurrence_too_frequent`, `recurrence_never_fires`.
    static domain::Result<Expander> make(const domain::Schedule& schedule, const ZoneRules& zone);

    /// Occurrences with `planned` in [from, to), ascending; none for a cancelled schedule.
    std::vector<domain::Occurrence> between(domain::UtcTime from, domain::UtcTime to) const;
    /// The first one at or after `from`, if there is one within 12 years.
    std::optional<domain::Occurrence> next(domain::UtcTime from) const;

private:
    Expander(domain::ScheduleId id, bool active, LocalTime first, const ZoneRules& zone, std::optional<Recurrence> rule);
    std::vector<domain::Occurrence> occurrences(domain::UtcTime from, domain::UtcTime to, std::size_t max) const;

    domain::ScheduleId schedule_;
    bool active_;
    LocalTime first_;
    ZoneRules zone_;
    std::optional<Recurrence> rule_;  ///< Empty: once.
};

/// Expander::make and between in one step.
domain::Result<std::vector<domain::Occurrence>> expand(const domain::Schedule& schedule, const ZoneRules& zone,
                                                       domain::UtcTime from, domain::UtcTime to);

/// What saving a schedule asks: readable, fires at all, and not only in the past (`schedule_in_past`).
domain::Status check_schedule(const domain::Schedule& schedule, const ZoneRules& zone, domain::UtcTime now);

}  // namespace village::calendar
