#include "controller/control_loop/schedule_edits.hpp"

#include <algorithm>

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
    const auto wrong = [](const char* why) { return Error{ErrorCode::invalid_argument, why}; };
    const bool is_all = edit.scope == EditScope::all;
    if (is_all == edit.occurrence.has_value()) return wrong("an edit of all names no occurrence, every other one names it");
    if (edit.moved_to && edit.scope != EditScope::this_one) return wrong("only a single occurrence is moved to a moment");
    if (edit.timing && edit.scope == EditScope::this_one) return wrong("a single occurrence has no timing; give moved_to");
    if (edit.left_out && is_all) return wrong("to leave out all, cancel the schedule");
    if (edit.left_out && (edit.moved_to || edit.timing || edit.wanted != ports::WantedEdit{}))
        return wrong("what is left out is not changed as well");
    if (edit.scope == EditScope::this_one || edit.left_out || edit.timing || edit.wanted != ports::WantedEdit{}) return {};
    return wrong("the edit changes nothing");
}

domain::Wanted changed(domain::Wanted wanted, const ports::WantedEdit& edit) {
    if (edit.announcement) wanted.announcement = *edit.announcement;
    if (edit.targets) wanted.targets = *edit.targets;
    if (edit.priority) wanted.priority = *edit.priority;
    if (edit.when_interrupted) wanted.when_interrupted = *edit.when_interrupted;
    if (edit.start_grace) wanted.start_grace = *edit.start_grace;
    if (edit.outside_hours_reason) wanted.outside_hours_reason = *edit.outside_hours_reason;
    return wanted;
}

/// Without a move and a wish an earlier change is taken back; otherwise it keeps what is not said anew.
domain::OneChange change_of(const Series& series, const ScheduleEdit& edit, const domain::Wanted& now_wanted) {
    domain::OneChange change{.original = *edit.occurrence};
    if (edit.moved_to || edit.wanted != ports::WantedEdit{}) {
        const auto before = std::ranges::find(series.changes, *edit.occurrence, &domain::OneChange::original);
        if (before != series.changes.end()) change = *before;
        if (edit.moved_to) change.moved_to = edit.moved_to;
        if (edit.wanted != ports::WantedEdit{}) change.wanted = changed(now_wanted, edit.wanted);
    }
    change.edition = edit.version + 1;
    return change;
}

Result<Edited> as_edited(Result<Series> series) {
    if (!series) return series.error();
    return Edited{std::move(*series), {}};
}

Result<Edited> apply(const Series& series, const ScheduleEdit& edit, const domain::Wanted& now_wanted,
                     const calendar::ZoneRules& zone, domain::UtcTime now) {
    if (edit.scope == EditScope::this_one)
        return as_edited(edit.left_out ? leave_out_one(series, zone, *edit.occurrence, now)
                                       : change_one(series, zone, change_of(series, edit, now_wanted), now));
    if (edit.left_out) return as_edited(end_from(series, zone, *edit.occurrence, now));
    calendar::SeriesEdit change{edit.timing, {}, edit.version + 1};
    if (edit.wanted != ports::WantedEdit{}) change.wanted = changed(now_wanted, edit.wanted);
    if (edit.scope == EditScope::all) return change_all(series, zone, change, now);
    return change_from(series, zone, *edit.occurrence, change, now);
}

}  // namespace

std::vector<domain::Wanted> touched(const domain::Schedule& schedule, const ScheduleEdit& edit, const calendar::ZoneRules& zone) {
    std::vector<domain::Wanted> all;
    const auto expander = calendar::Expander::make(schedule, zone);
    if (edit.occurrence && expander)
        all.push_back(expander->wanted(domain::Occurrence{{}, schedule.id, *edit.occurrence, *edit.occurrence}));
    if (edit.scope != EditScope::this_one || all.empty()) all.push_back(domain::wanted_of(schedule));
    return all;
}

Result<ports::EditedSchedule> edited(const domain::Schedule& schedule, const ScheduleEdit& edit, const calendar::ZoneRules& zone,
                                     domain::UtcTime now) {
    if (auto form = check_form(edit); !form) return form.error();
    if (schedule.state != domain::ScheduleState::active)
        return Error{ErrorCode::invalid_argument, "a cancelled schedule is not edited; make a new one"};
    const auto series = calendar::series_of(schedule);
    auto made = apply(series, edit, touched(schedule, edit, zone).front(), zone, now);
    if (!made) return made.error();
    return ports::EditedSchedule{calendar::with_series(schedule, made->series), std::move(made->dropped)};
}

}  // namespace village::control_loop
