#include "scheduler/calendar/series.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scheduler/calendar/day_reactions.hpp"

namespace village::calendar {

using domain::Error;
using domain::ErrorCode;

namespace {

/// The askings of editions that something still has.
std::vector<domain::Asking> with_editions_of(const Series& series, std::vector<domain::Asking> askings) {
    std::erase_if(askings, [&](const domain::Asking& asking) {
        const auto has_it = [&](const auto& one) { return one.edition == asking.edition; };
        return std::ranges::none_of(series.parts, has_it) && std::ranges::none_of(series.changes, has_it);
    });
    return askings;
}

}  // namespace

Series series_of(const domain::Schedule& schedule) {
    Series series;
    series.id = schedule.id;
    series.active = schedule.state == domain::ScheduleState::active;
    series.parts = schedule.edits.earlier;
    series.parts.push_back({schedule.edits.since, schedule.timing, domain::wanted_of(schedule), schedule.edits.edition});
    series.changes = schedule.edits.changes;
    series.ends = schedule.edits.ends;
    return series;
}

domain::Schedule with_series(domain::Schedule schedule, const Series& series) {
    schedule.id = series.id;
    schedule.state = series.active ? domain::ScheduleState::active : domain::ScheduleState::cancelled;
    const auto& last = series.parts.back();
    schedule.timing = last.timing;
    schedule.edits = {last.from,      last.edition, {series.parts.begin(), series.parts.end() - 1},
                      series.changes, series.ends,  with_editions_of(series, schedule.edits.askings)};
    return domain::as_wanted(std::move(schedule), last.wanted);
}

domain::Status check_series(const Series& series) {
    if (series.parts.size() > parts_max || series.changes.size() > single_changes_max)
        return Error{ErrorCode::too_large,
                     fmt::format("a schedule has at most {} parts and {} changed occurrences; make a new one", parts_max,
                                 single_changes_max),
                     domain::BrokenRule{"schedule_changes", std::to_string(single_changes_max), {}}};
    const auto does_not_ascend = [](const auto& values, auto key) {
        return std::ranges::adjacent_find(values, std::ranges::greater_equal{}, key) != values.end();
    };
    if (series.parts.empty() || does_not_ascend(series.parts, &Part::from))
        return Error{ErrorCode::invalid_argument, "the parts of a schedule follow one another"};
    if (does_not_ascend(series.changes, &OneChange::original))
        return Error{ErrorCode::invalid_argument, "the changed occurrences of a schedule follow one another, each once"};
    for (const auto& part : series.parts)
        if (auto sound = check_reactions(part.wanted.on_special_days); !sound) return sound;
    for (const auto& change : series.changes)
        if (change.wanted)
            if (auto sound = check_reactions(change.wanted->on_special_days); !sound) return sound;
    return {};
}

}  // namespace village::calendar
