// A Schedule with its history of edits: parts that follow one another in time, and changes of single occurrences. One series has
// one id, and the id of an occurrence follows from it and from the original moment; so neither a split nor a change of a single
// occurrence gives another id to what was not touched, and the past keeps its broadcasts and receipts. A value; see edit_series.hpp
// for the edits and expand.hpp for its occurrences.
#pragma once

#include <optional>
#include <vector>

#include "scheduler/calendar/timing.hpp"
#include "scheduler/domain/schedule.hpp"

namespace village::calendar {

using domain::OneChange;
using domain::Part;
using domain::Wanted;

inline constexpr std::size_t parts_max = 100;
inline constexpr std::size_t single_changes_max = 500;

struct Series {
    domain::ScheduleId id;
    bool active = true;                   ///< A cancelled series gives nothing.
    std::vector<Part> parts;              ///< Ascending by `from`; at least one.
    std::vector<OneChange> changes;       ///< Ascending by `original`, one for each.
    std::optional<domain::UtcTime> ends;  ///< Nothing whose original is here or later.
    bool operator==(const Series&) const = default;
};

/// The whole of a schedule, and back: a Schedule says its last part itself and the rest as its edits.
Series series_of(const domain::Schedule& schedule);
/// `schedule` with all that `series` says; who made it and its version stay. The series has at least one part.
domain::Schedule with_series(domain::Schedule schedule, const Series& series);

/// `invalid_argument` when parts or changes are missing or not in their order; `too_large` over the bounds; check_reactions.
domain::Status check_series(const Series& series);

}  // namespace village::calendar
