// Edits of a Series as pure functions: of this occurrence, from this one on, or of all. Each returns the new value and never rewrites
// what has been: an edit of the past is refused, and "all" means all that is still to come.
#pragma once

#include "scheduler/calendar/expand.hpp"

namespace village::calendar {

/// What an edit of several occurrences changes; what is empty stays as it is.
struct SeriesEdit {
    std::optional<Timing> timing;
    domain::WantedEdit wanted;
    std::uint32_t edition = 0;  ///< Of what it touches, from then on.
};

struct Edited {
    Series series;
    /// Original moments of single changes that the new timing no longer gives, and of occurrences that were left out on days on which
    /// it sounds again: these edits are lost, and the person is told.
    std::vector<domain::UtcTime> dropped;
};

/// Common errors: `not_found` when the series gives no occurrence with this original moment, `schedule_in_past` when it lies before
/// `now`, `too_large` over the bounds of series.hpp and timing.hpp, and what Expander::make says of the new timing.

/// This one: it does not come.
domain::Result<Series> leave_out_one(const Series& series, const ZoneRules& zone, domain::UtcTime original, domain::UtcTime now);
/// This one: another moment, another wish, or both; a change without either takes an earlier one back, and stays only
/// for its edition. One that was left out comes again.
domain::Result<Series> change_one(const Series& series, const ZoneRules& zone, const OneChange& change, domain::UtcTime now);
/// From this one on, which may be the moment at which an earlier edit ended the series: then it goes on there. Another last day of its
/// validity, or none any more, takes the place of such an end, too. Of a single change from there on what the edit says anew. If the
/// new timing has a time of the same day shortly before `original`, that is the first new occurrence.
domain::Result<Edited> change_from(const Series& series, const ZoneRules& zone, domain::UtcTime original, const SeriesEdit& edit,
                                   domain::UtcTime now);
/// From this one on: it does not come any more.
domain::Result<Series> end_from(const Series& series, const ZoneRules& zone, domain::UtcTime original, domain::UtcTime now);
/// All: those that are still to come, single changes among them. What has begun keeps its times, so that an edit at 05:40 from 05:30 to 05:45 does not sound
/// a second time this morning. One that is over is refused (`schedule_in_past`).
domain::Result<Edited> change_all(const Series& series, const ZoneRules& zone, const SeriesEdit& edit, domain::UtcTime now);

/// The timing that holds at `original`, begun anew there, for a person to edit: the same moments from there on, COUNT being what is
/// left of it.
domain::Result<Timing> timing_from(const Series& series, const ZoneRules& zone, domain::UtcTime original);
/// The same days at other times of the day, ascending; days that were left out stay left out. An UNTIL becomes the last day of the
/// validity, because its time of day belonged to the old times. `invalid_argument` without a time
/// and for a rule with BYHOUR or BYMINUTE.
domain::Result<Timing> at_times(Timing timing, const ZoneRules& zone, const std::vector<std::chrono::seconds>& times);

}  // namespace village::calendar
