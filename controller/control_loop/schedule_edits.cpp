#include "controller/control_loop/schedule_edits.hpp"

#include <algorithm>

#include "scheduler/calendar/wishes.hpp"

namespace village::control_loop {
namespace {

using calendar::Edited;
using calendar::Series;
using domain::Error;
using domain::ErrorCode;
using domain::Result;
using ports::EditScope;
using ports::ScheduleEdit;

domain::Status check_form(const ScheduleEdit& edit) {
    const auto wrong = [](const char* rule, const char* why) {
        return Error{ErrorCode::invalid_argument, why, domain::BrokenRule{rule, {}, {}}};
    };
    const bool is_all = edit.scope == EditScope::all;
    if (is_all == edit.occurrence.has_value())
        return wrong("edit_occurrence", "an edit of all names no occurrence, every other one names it");
    if (edit.moved_to && edit.scope != EditScope::this_one)
        return wrong("edit_moved", "only a single occurrence is moved to a moment");
    if (edit.timing && edit.scope == EditScope::this_one)
        return wrong("edit_timing", "a single occurrence has no timing; give moved_to");
    if (edit.left_out && is_all) return wrong("edit_leaves_all_out", "to leave out all, cancel the schedule");
    if (edit.left_out && (edit.moved_to || edit.timing || edit.wanted != domain::WantedEdit{}))
        return wrong("edit_left_out", "what is left out is not changed as well");
    if (edit.scope == EditScope::this_one || edit.left_out || edit.timing || edit.wanted != domain::WantedEdit{}) return {};
    return wrong("edit_of_nothing", "the edit changes nothing");
}

/// What is wanted now of the occurrence that the edit names.
domain::Wanted wanted_now(const Series& series, const ScheduleEdit& edit, const calendar::ZoneRules& zone) {
    const auto expander = calendar::Expander::make(series, zone);
    return expander ? expander->wanted({{}, series.id, *edit.occurrence, *edit.occurrence}) : domain::Wanted{};
}

/// Without a move and a wish an earlier change is taken back; otherwise it keeps what is not said anew.
domain::OneChange change_of(const Series& series, const ScheduleEdit& edit, const calendar::ZoneRules& zone) {
    domain::OneChange change{.original = *edit.occurrence};
    if (edit.moved_to || edit.wanted != domain::WantedEdit{}) {
        const auto before = std::ranges::find(series.changes, *edit.occurrence, &domain::OneChange::original);
        if (before != series.changes.end()) change = *before;
        if (edit.moved_to) change.moved_to = edit.moved_to;
        if (edit.wanted != domain::WantedEdit{}) change.wanted = domain::changed(wanted_now(series, edit, zone), edit.wanted);
    }
    change.edition = edit.version + 1;
    return change;
}

Result<Edited> as_edited(Result<Series> series) {
    if (!series) return series.error();
    return Edited{std::move(*series), {}};
}

Result<Edited> apply(const Series& series, const ScheduleEdit& edit, const calendar::ZoneRules& zone, domain::UtcTime now) {
    if (edit.scope == EditScope::this_one)
        return as_edited(edit.left_out ? leave_out_one(series, zone, *edit.occurrence, now)
                                       : change_one(series, zone, change_of(series, edit, zone), now));
    if (edit.left_out) return as_edited(end_from(series, zone, *edit.occurrence, now));
    const calendar::SeriesEdit change{edit.timing, edit.wanted, edit.version + 1};
    if (edit.scope == EditScope::all) return change_all(series, zone, change, now);
    return change_from(series, zone, *edit.occurrence, change, now);
}

}  // namespace

domain::Schedule with_reasons_of(domain::Schedule schedule, std::uint32_t edition, const std::vector<domain::Wanted>& outside) {
    auto series = calendar::series_of(schedule);
    const auto is_idle = [&](const domain::Wanted& wanted) { return std::ranges::find(outside, wanted) == outside.end(); };
    for (auto& part : series.parts)
        if (part.edition == edition && is_idle(part.wanted)) part.wanted.outside_hours_reason.clear();
    for (auto& change : series.changes)
        if (change.edition == edition && change.wanted && is_idle(*change.wanted)) change.wanted->outside_hours_reason.clear();
    return calendar::with_series(std::move(schedule), series);
}

std::vector<domain::Wanted> touched(const domain::Schedule& schedule, const ScheduleEdit& edit, const calendar::ZoneRules& zone,
                                    domain::UtcTime now) {
    if (edit.scope == EditScope::this_one && edit.occurrence) return {wanted_now(calendar::series_of(schedule), edit, zone)};
    return calendar::wanted_from(schedule, edit.occurrence.value_or(now));
}

Result<ports::EditedSchedule> edited(const domain::Schedule& schedule, const ScheduleEdit& edit, const calendar::ZoneRules& zone,
                                     domain::UtcTime now) {
    if (auto form = check_form(edit); !form) return form.error();
    if (schedule.state != domain::ScheduleState::active)
        return Error{ErrorCode::invalid_argument, "a cancelled schedule is not edited; make a new one",
                     domain::BrokenRule{"cancelled_schedule", {}, {}}};
    auto made = apply(calendar::series_of(schedule), edit, zone, now);
    if (!made) return made.error();
    return ports::EditedSchedule{calendar::with_series(schedule, made->series), std::move(made->dropped)};
}

}  // namespace village::control_loop
