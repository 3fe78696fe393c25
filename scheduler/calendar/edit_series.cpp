#include "scheduler/calendar/edit_series.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scheduler/calendar/past.hpp"
#include "scheduler/calendar/rrule_text.hpp"

namespace village::calendar {
namespace {

using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::UtcTime;
using std::chrono::seconds;

constexpr std::chrono::microseconds just_after{1};

Error over() {
    return {ErrorCode::schedule_in_past, "the schedule is over; make a new one", domain::BrokenRule{"schedule_over", {}, {}}};
}

/// What has ended does not go on from there any more: it is over.
bool has_ended(const Series& series, UtcTime now) { return series.ends && *series.ends < now; }

Error ended(UtcTime ends, const ZoneRules& zone) {
    const auto local = domain::local_text(date::floor<seconds>(zone.to_local(ends)));
    return {ErrorCode::not_found, fmt::format("the schedule ended at {}; edit it from there on, or make a new one", local),
            domain::BrokenRule{"schedule_ended", local, {}}};
}

/// The series, read, and known to give `original`.
Result<Expander> read_at(const Series& series, const ZoneRules& zone, UtcTime original) {
    auto expander = Expander::make(series, zone);
    if (!expander) return expander.error();
    if (expander->gives(original)) return expander;
    if (series.ends && original >= *series.ends) return ended(*series.ends, zone);
    return Error{ErrorCode::not_found, fmt::format("the schedule has no occurrence at {}", domain::utc_text(original)),
                 domain::BrokenRule{"occurrence", {}, domain::utc_text(original)}};
}

/// Who edits from the moment on at which it ends goes on with it there, and another last day, or none any more, says itself when it is
/// over. What has ended stays so: what lies between would be planned as if it had been wanted.
bool goes_on(const Series& series, std::optional<UtcTime> original, const SeriesEdit& edit, UtcTime now) {
    if (!series.ends || has_ended(series, now)) return false;
    const bool has_other_last_day = edit.timing && edit.timing->valid_until != series.parts.back().timing.valid_until;
    return original == series.ends || has_other_last_day;
}

Series to_edit(Series series, std::optional<UtcTime> original, const SeriesEdit& edit, UtcTime now) {
    if (goes_on(series, original, edit, now)) series.ends.reset();
    return series;
}

/// The same, and this one has not begun: it may have been moved to before or after its original moment.
Result<Expander> open_at(const Series& series, const ZoneRules& zone, UtcTime original, UtcTime now) {
    if (has_ended(series, now) && original >= *series.ends) return over();
    auto expander = read_at(series, zone, original);
    if (expander && expander->planned(original) < now) return occurrence_begun(expander->planned(original), now, zone);
    return expander;
}

/// The same for an edit that goes on from there.
Result<Expander> open_from(const Series& series, const ZoneRules& zone, UtcTime original, UtcTime now) {
    auto expander = open_at(series, zone, original, now);
    if (expander && original < now) return edited_alone(original, now, zone);
    return expander;
}

/// One that was moved to before `now` sounds or has sounded, though its original moment is still to come: the edit does not touch it.
void keep_what_has_begun(Series& series, const Expander& before, UtcTime from, UtcTime now) {
    for (auto& change : series.changes) {
        if (change.original < from || !change.moved_to || *change.moved_to >= now || !before.gives(change.original)) continue;
        const auto occurrence = before.occurrence(change.original);
        change.wanted = before.wanted(occurrence);
        change.edition = occurrence.edition;
        change.has_begun = true;
    }
}

Result<Series> checked(Series series, const ZoneRules& zone) {
    const auto readable = Expander::make(series, zone);
    if (!readable) return readable.error();
    return series;
}

LocalTime local_of(const Expander& expander, UtcTime original) {
    return expander.moments_of(expander.part_at(original), original, original + just_after, 1).front().local;
}

/// The last original moment in [from, to), which lie a day apart at most.
std::optional<UtcTime> last_between(const Expander& expander, UtcTime from, UtcTime to) {
    std::optional<UtcTime> last;
    for (std::size_t part = 0; part < expander.series().parts.size(); ++part)
        for (const auto& moment : expander.moments_of(part, from, to, times_a_day_max)) last = moment.utc;
    return last;
}

bool has_begun(const Expander& expander, UtcTime now) {
    for (std::size_t part = 0; part < expander.series().parts.size(); ++part)
        if (!expander.moments_of(part, UtcTime::min(), now, 1).empty()) return true;
    return false;
}

std::optional<UtcTime> first_from(const Expander& expander, UtcTime from) {
    for (auto part = expander.part_at(from); part < expander.series().parts.size(); ++part)
        if (const auto moments = expander.moments_of(part, from, UtcTime::max(), 1); !moments.empty()) return moments.front().utc;
    return std::nullopt;
}

void apply(const SeriesEdit& edit, Part& part) {
    if (edit.timing) part.timing = *edit.timing;
    part.wanted = domain::changed(part.wanted, edit.wanted);
    part.edition = edit.edition;
}

/// Single changes from `from` on that are still to come are edited, too; one that wants what its part wants goes with it from `cut` on.
void apply_to_changes(const SeriesEdit& edit, Series& series, const Expander& before, UtcTime from, UtcTime cut, UtcTime now) {
    if (edit.wanted == domain::WantedEdit{}) return;
    for (auto& change : series.changes) {
        const bool goes_with_its_part = !change.wanted && change.original >= cut;
        const bool is_to_come = !change.has_begun && before.planned(change.original) >= now;
        if (change.original < from || goes_with_its_part || !is_to_come) continue;
        change.wanted = domain::changed(before.wanted(before.occurrence(change.original)), edit.wanted);
        change.edition = edit.edition;
    }
}

/// Everything from `at` on is edited: what `part` says holds from there, in front of the parts behind it.
void cut_and_apply(Series& series, std::size_t part, UtcTime at, const SeriesEdit& edit) {
    std::vector<Part> rest(series.parts.begin() + static_cast<std::ptrdiff_t>(part), series.parts.end());
    rest.front().from = at;
    for (auto& later : rest) apply(edit, later);
    std::erase_if(series.parts, [at](const Part& old) { return old.from >= at; });
    series.parts.insert(series.parts.end(), rest.begin(), rest.end());
}

/// "This one" at 05:30 becomes 05:00 of the new timing, the time at its place in the day, if the occurrence before lies earlier still;
/// else the cut is at `original`.
UtcTime where_to_cut(const Expander& before, const ReadTiming& timing, const ZoneRules& zone, UtcTime original, UtcTime now) {
    const auto local = zone.to_local(original);
    const LocalTime day{date::floor<date::days>(local)};
    auto earliest = std::max(zone.to_utc(day), now);
    if (const auto last = last_between(before, earliest, original)) earliest = *last + just_after;
    const auto new_times = timing.with_absent(day, day + date::days{1}, times_a_day_max);
    if (new_times.empty()) return original;
    const auto place = before.read_timing(before.part_at(original)).with_absent(day, local, times_a_day_max).size();
    const auto at_its_place = new_times[std::min(place, new_times.size() - 1)].utc;
    return at_its_place >= earliest && at_its_place <= original ? at_its_place : original;
}

bool says_something(const OneChange& change) { return !change.has_begun && (change.moved_to || change.wanted); }

bool leaves_out(const Expander& expander, UtcTime from, UtcTime to) {
    const auto absent = expander.absent(from, to);
    return std::ranges::any_of(absent, [](const AbsentOccurrence& one) { return one.absence == Absence::left_out; });
}

/// Moments from `from` on that were left out, on days of which `after` leaves out nothing.
std::vector<UtcTime> coming_again(const Expander& before, const Expander& after, const ZoneRules& zone, UtcTime from) {
    std::vector<UtcTime> again;
    for (const auto& part : before.series().parts)
        for (const auto local : part.timing.not_on) {
            const auto moment = zone.to_utc(local);
            const LocalTime day{date::floor<date::days>(local)};
            const auto begin = std::max(zone.to_utc(day), from), end = zone.to_utc(day + date::days{1});
            const bool was_left_out = moment >= from && leaves_out(before, moment, moment + just_after);
            if (was_left_out && !after.between(begin, end).empty() && !leaves_out(after, begin, end)) again.push_back(moment);
        }
    return again;
}

/// Who changes one that was left out wants it again.
Series coming(Series series, const ZoneRules& zone, UtcTime original) {
    const auto expander = Expander::make(series, zone);
    if (!expander) return series;
    auto& not_on = series.parts[expander->part_at(original)].timing.not_on;
    std::erase(not_on, date::floor<seconds>(zone.to_local(original)));
    return series;
}

/// Takes out the changes from `from` on that sit on nothing, and tells those that a person made and will miss.
Result<Edited> without_dropped(Series series, const Expander& before, const ZoneRules& zone, UtcTime from) {
    const auto expander = Expander::make(series, zone);
    if (!expander) return expander.error();
    Edited edited;
    std::erase_if(series.changes, [&](const OneChange& change) {
        const bool sits_on_nothing = change.original >= from && !expander->gives(change.original);
        if (sits_on_nothing && says_something(change)) edited.dropped.push_back(change.original);
        return sits_on_nothing;
    });
    std::ranges::copy(coming_again(before, *expander, zone, from), std::back_inserter(edited.dropped));
    std::ranges::sort(edited.dropped);
    edited.series = std::move(series);
    return edited;
}

/// `all`: what was moved from before `original` to after `now` is edited, too.
Result<Edited> changed_at(const Expander& before, const ZoneRules& zone, UtcTime original, const SeriesEdit& edit, UtcTime now,
                          bool all) {
    auto cut = original;
    if (edit.timing) {
        const auto timing = ReadTiming::make(*edit.timing, zone);
        if (!timing) return timing.error();
        cut = where_to_cut(before, *timing, zone, original, now);
    }
    auto edited = before.series();
    keep_what_has_begun(edited, before, cut, now);
    apply_to_changes(edit, edited, before, all ? UtcTime::min() : cut, cut, now);
    cut_and_apply(edited, before.part_at(original), cut, edit);
    return without_dropped(std::move(edited), before, zone, cut);
}

}  // namespace

Result<Series> leave_out_one(const Series& series, const ZoneRules& zone, UtcTime original, UtcTime now) {
    const auto expander = open_at(series, zone, original, now);
    if (!expander) return expander.error();
    auto edited = series;
    edited.parts[expander->part_at(original)].timing.not_on.push_back(local_of(*expander, original));
    std::erase_if(edited.changes, [&](const OneChange& change) { return change.original == original; });
    return checked(std::move(edited), zone);
}

Result<Series> change_one(const Series& series, const ZoneRules& zone, const OneChange& change, UtcTime now) {
    auto edited = coming(series, zone, change.original);
    const auto expander = open_at(edited, zone, change.original, now);
    if (!expander) return expander.error();
    if (change.moved_to && *change.moved_to < now) return moment_past(*change.moved_to, now, zone);
    auto place = std::ranges::lower_bound(edited.changes, change.original, {}, &OneChange::original);
    if (place != edited.changes.end() && place->original == change.original) place = edited.changes.erase(place);
    if (change != OneChange{.original = change.original}) edited.changes.insert(place, change);
    return checked(std::move(edited), zone);
}

Result<Edited> change_from(const Series& series, const ZoneRules& zone, UtcTime original, const SeriesEdit& edit, UtcTime now) {
    if (series.ends && original > *series.ends) return has_ended(series, now) ? over() : ended(*series.ends, zone);
    const auto expander = open_from(to_edit(series, original, edit, now), zone, original, now);
    if (!expander) return expander.error();
    return changed_at(*expander, zone, original, edit, now, false);
}

Result<Series> end_from(const Series& series, const ZoneRules& zone, UtcTime original, UtcTime now) {
    const auto expander = open_from(series, zone, original, now);
    if (!expander) return expander.error();
    auto edited = series;
    edited.ends = original;
    std::erase_if(edited.parts, [&](const Part& part) { return part.from >= original && part.from > series.parts.front().from; });
    std::erase_if(edited.changes, [&](const OneChange& change) { return change.original >= original; });
    return checked(std::move(edited), zone);
}

Result<Edited> change_all(const Series& series, const ZoneRules& zone, const SeriesEdit& edit, UtcTime now) {
    const auto expander = Expander::make(to_edit(series, std::nullopt, edit, now), zone);
    if (!expander) return expander.error();
    auto edited = expander->series();
    const auto next = first_from(*expander, now);
    if (!has_begun(*expander, now)) {
        keep_what_has_begun(edited, *expander, UtcTime::min(), now);
        apply_to_changes(edit, edited, *expander, UtcTime::min(), UtcTime::min(), now);
        for (auto& part : edited.parts) apply(edit, part);
        return without_dropped(std::move(edited), *expander, zone, UtcTime::min());
    }
    if (!next) return over();
    return changed_at(*expander, zone, *next, edit, now, true);
}

namespace {

/// The rule from `from` on, as a timing that begins there.
Timing begun_at(const ReadTiming& old, LocalTime from) {
    auto timing = old.timing();
    const auto first_time = timing.first - date::floor<date::days>(timing.first);
    // A day of several times is one step of the rule; its first time stays the anchor.
    const auto day = date::floor<date::days>(from);
    if (!timing.also_at.empty()) from = std::min(from, LocalTime{day + first_time});
    if (const auto* rule = old.recurrence()) {
        const auto next = rule->between(from, LocalTime::max(), 1);
        if (next.empty()) {
            timing.repeats = Once{};
            timing.first = from;
            timing.also_at.clear();
            return timing;
        }
        if (const auto count = rule->count()) {
            const auto passed = rule->between(LocalTime::min(), next.front(), static_cast<std::size_t>(*count)).size();
            timing.repeats = Rrule{with_part(std::get<Rrule>(timing.repeats).text, "COUNT",
                                             fmt::format("{}", static_cast<std::size_t>(*count) - passed))};
        }
        timing.first = next.front();
    } else if (std::holds_alternative<LunarRule>(timing.repeats)) {
        timing.first = std::max(timing.first, LocalTime{day + first_time});
    }
    return timing;
}

/// The last day on which the old time of day still came.
date::local_days last_day_until(LocalTime until, seconds first_time) {
    const auto day = date::floor<date::days>(until);
    return until - day >= first_time ? day : day - date::days{1};
}

/// The same place in the order of the day, or the first one.
LocalTime at_new_time(LocalTime old, const std::vector<seconds>& before, const std::vector<seconds>& after) {
    const auto day = date::floor<date::days>(old);
    const auto place = static_cast<std::size_t>(std::ranges::find(before, old - day) - before.begin());
    return place < before.size() && place < after.size() ? day + after[place] : old;
}

}  // namespace

Result<Timing> timing_from(const Series& series, const ZoneRules& zone, UtcTime original) {
    const auto expander = read_at(series, zone, original);
    if (!expander) return expander.error();
    const auto from = local_of(*expander, original);
    auto timing = begun_at(expander->read_timing(expander->part_at(original)), from);
    std::erase_if(timing.also_on, [&](LocalTime moment) { return moment < from; });
    std::erase_if(timing.not_on, [&](LocalTime moment) { return moment < date::floor<date::days>(from); });
    return timing;
}

Result<Timing> at_times(Timing timing, const ZoneRules& zone, const std::vector<seconds>& times) {
    if (times.empty())
        return Error{ErrorCode::invalid_argument, "a schedule has at least one time of the day",
                     domain::BrokenRule{"times_missing", {}, {}}};
    const auto read = ReadTiming::make(timing, zone);
    if (!read) return read.error();
    const auto day = date::floor<date::days>(timing.first);
    const seconds first_time = timing.first - day;
    std::vector<seconds> before{first_time};
    before.insert(before.end(), timing.also_at.begin(), timing.also_at.end());
    if (auto* rule = std::get_if<Rrule>(&timing.repeats)) {
        if (names_hours(rule->text))
            return Error{ErrorCode::invalid_argument, "the rule names its hours itself (BYHOUR, BYMINUTE)",
                         domain::BrokenRule{"times_twice", {}, rule->text}};
        if (const auto until = read->recurrence()->until()) {
            const auto last = last_day_until(*until, first_time);
            timing.valid_until = timing.valid_until ? std::min(*timing.valid_until, last) : last;
        }
        rule->text = without_part(rule->text, "UNTIL");
    }
    for (auto& moment : timing.not_on) moment = at_new_time(moment, before, times);
    timing.first = day + times.front();
    timing.also_at.assign(times.begin() + 1, times.end());
    const auto readable = ReadTiming::make(timing, zone);
    if (!readable) return readable.error();
    return timing;
}

}  // namespace village::calendar
