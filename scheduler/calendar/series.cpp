#include "scheduler/calendar/series.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace village::calendar {

using domain::Error;
using domain::ErrorCode;

domain::Result<Series> series_of(const domain::Schedule& schedule) {
    const auto first = parse_local(schedule.local_start);
    if (!first) return first.error();
    Part part;
    part.timing.first = *first;
    if (!schedule.recurrence.empty()) part.timing.repeats = Rrule{schedule.recurrence};
    part.wanted = {schedule.announcement,     schedule.targets,     schedule.priority,
                   schedule.when_interrupted, schedule.start_grace, schedule.outside_hours_reason};
    Series series;
    series.id = schedule.id;
    series.active = schedule.state == domain::ScheduleState::active;
    series.parts.push_back(std::move(part));
    return series;
}

domain::Status check_series(const Series& series) {
    if (series.parts.size() > parts_max || series.changes.size() > single_changes_max)
        return Error{ErrorCode::too_large,
                     fmt::format("a schedule has at most {} parts and {} changed occurrences; make a new one", parts_max,
                                 single_changes_max)};
    const auto does_not_ascend = [](const auto& values, auto key) {
        return std::ranges::adjacent_find(values, std::ranges::greater_equal{}, key) != values.end();
    };
    if (series.parts.empty() || does_not_ascend(series.parts, &Part::from))
        return Error{ErrorCode::invalid_argument, "the parts of a schedule follow one another"};
    if (does_not_ascend(series.changes, &OneChange::original))
        return Error{ErrorCode::invalid_argument, "the changed occurrences of a schedule follow one another, each once"};
    return {};
}

}  // namespace village::calendar
