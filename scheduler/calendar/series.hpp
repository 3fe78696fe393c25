// A Schedule with its history of edits: parts that follow one another in time, and changes of single occurrences. One series has
// one id, and the id of an occurrence follows from it and from the original moment; so neither a split nor a change of a single
// occurrence gives another id to what was not touched, and the past keeps its broadcasts and receipts. A value; see edit_series.hpp
// for the edits and expand.hpp for its occurrences.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduler/calendar/timing.hpp"
#include "scheduler/domain/schedule.hpp"

namespace village::calendar {

/// What is wanted, and where: all of a Schedule but its times.
struct Wanted {
    domain::AnnouncementId announcement;
    domain::Targets targets;
    domain::Priority priority = domain::Priority::normal;
    domain::WhenInterrupted when_interrupted = domain::WhenInterrupted::resume;
    domain::Duration start_grace = domain::usual_start_grace;
    std::string outside_hours_reason;
    bool operator==(const Wanted&) const = default;
};

/// From `from` until the next part begins; what its timing gives outside of that does not sound.
struct Part {
    domain::UtcTime from = domain::UtcTime::min();  ///< The first part begins with time itself.
    Timing timing;
    Wanted wanted;
    bool operator==(const Part&) const = default;
};

/// Another moment, another wish, or both, for one occurrence (RFC 5545 RECURRENCE-ID). One whose original moment the series no
/// longer gives has no effect.
struct OneChange {
    domain::UtcTime original{};
    std::optional<domain::UtcTime> moved_to;
    std::optional<Wanted> wanted;
    bool operator==(const OneChange&) const = default;
};

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

/// A Schedule that was never edited, as a series of one part. Its local_start has to be readable.
domain::Result<Series> series_of(const domain::Schedule& schedule);

/// `invalid_argument` when parts or changes are missing or not in their order; `too_large` over the bounds.
domain::Status check_series(const Series& series);

}  // namespace village::calendar
