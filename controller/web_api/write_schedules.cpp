#include <fmt/format.h>

#include "controller/web_api/json_writers.hpp"
#include "scheduler/domain/names.hpp"

namespace village::web_api {

boost::json::object write(const domain::Targets& targets) {
    return {{"areas", write_ids(targets.areas)}, {"zones", write_ids(targets.zones)}, {"nodes", write_ids(targets.nodes)}};
}

namespace {

boost::json::object write_lunar(const domain::LunarRule& rule) {
    return {{"days", boost::json::array(rule.days.begin(), rule.days.end())},
            {"months", boost::json::array(rule.months.begin(), rule.months.end())},
            {"leap_month", domain::leap_month_name(rule.leap_month)},
            {"short_month", domain::short_month_name(rule.short_month)}};
}

std::int64_t seconds_of(domain::Duration duration) { return std::chrono::duration_cast<std::chrono::seconds>(duration).count(); }

boost::json::array write_reactions(const std::vector<domain::DayReaction>& reactions) {
    boost::json::array written;
    for (const auto& one : reactions) {
        boost::json::object reaction{{"kind", domain::day_kind_name(one.kind)}, {"action", domain::day_action_name(one.action)}};
        if (!one.rule.empty()) reaction["rule"] = one.rule;
        written.push_back(std::move(reaction));
    }
    return written;
}

/// An announcement, or a programme.
template <class Wanting>
void write_what(const Wanting& wanted, boost::json::object& into) {
    if (wanted.programme) into["programme"] = wanted.programme->text();
    else into["announcement"] = wanted.announcement.text();
}

boost::json::object write_wanted(const domain::Wanted& wanted) {
    boost::json::object written{{"targets", web_api::write(wanted.targets)},
                                {"priority", domain::priority_name(wanted.priority)},
                                {"when_interrupted", domain::when_interrupted_name(wanted.when_interrupted)},
                                {"start_grace_s", seconds_of(wanted.start_grace)},
                                {"outside_hours_reason", wanted.outside_hours_reason},
                                {"on_special_days", write_reactions(wanted.on_special_days)},
                                {"staggered", wanted.staggered}};
    write_what(wanted, written);
    return written;
}

boost::json::object write_change(const domain::OneChange& change) {
    boost::json::object written{{"original", domain::utc_text(change.original)}};
    if (change.moved_to) written["moved_to"] = domain::utc_text(*change.moved_to);
    if (change.wanted) written["wanted"] = write_wanted(*change.wanted);
    return written;
}

boost::json::array write_local(const std::vector<domain::LocalTime>& times) {
    boost::json::array written;
    for (const auto time : times) written.emplace_back(domain::local_text(time));
    return written;
}

/// What a plain rule cannot say, only where there is such a thing.
void write_details(const domain::Timing& timing, boost::json::object& into) {
    if (const auto* lunar = std::get_if<domain::LunarRule>(&timing.repeats)) into["lunar"] = write_lunar(*lunar);
    boost::json::array times;
    for (const auto time : timing.also_at)
        times.emplace_back(fmt::format("{:02}:{:02}", time / std::chrono::hours{1}, time / std::chrono::minutes{1} % 60));
    if (!times.empty()) into["also_at"] = std::move(times);
    if (!timing.also_on.empty()) into["also_on"] = write_local(timing.also_on);
    if (!timing.not_on.empty()) into["not_on"] = write_local(timing.not_on);
    if (timing.valid_from) into["valid_from"] = domain::local_day_text(*timing.valid_from);
    if (timing.valid_until) into["valid_until"] = domain::local_day_text(*timing.valid_until);
}

boost::json::object write_timing(const domain::Timing& timing) {
    boost::json::object written{{"local_start", domain::local_text(timing.first)}, {"recurrence", domain::rrule_of(timing)}};
    write_details(timing, written);
    return written;
}

boost::json::object write_asking(const domain::Asking& asking) {
    boost::json::object written{{"edition", asking.edition}, {"by", asking.by.text()}};
    if (asking.agreed_by) written["agreed_by"] = asking.agreed_by->text();
    if (!asking.sessions_reason.empty()) written["sessions_reason"] = asking.sessions_reason;
    return written;
}

/// What held before the last edit from one occurrence on.
boost::json::array write_earlier(const domain::Edits& edits) {
    boost::json::array earlier;
    for (std::size_t part = 0; part < edits.earlier.size(); ++part) {
        const auto& one = edits.earlier[part];
        const auto until = part + 1 < edits.earlier.size() ? edits.earlier[part + 1].from : edits.since;
        earlier.push_back(
            {{"until", domain::utc_text(until)}, {"timing", write_timing(one.timing)}, {"wanted", write_wanted(one.wanted)}});
    }
    return earlier;
}

}  // namespace

boost::json::object write(const domain::Schedule& schedule) {
    boost::json::object written{{"id", schedule.id.text()},
                                {"targets", write(schedule.targets)},
                                {"priority", domain::priority_name(schedule.priority)},
                                {"when_interrupted", domain::when_interrupted_name(schedule.when_interrupted)},
                                {"local_start", domain::local_text(schedule.timing.first)},
                                {"time_zone", schedule.time_zone},
                                {"recurrence", domain::rrule_of(schedule.timing)},
                                {"start_grace_s", seconds_of(schedule.start_grace)},
                                {"outside_hours_reason", schedule.outside_hours_reason},
                                {"on_special_days", write_reactions(schedule.on_special_days)},
                                {"staggered", schedule.staggered},
                                {"state", domain::schedule_state_name(schedule.state)},
                                {"created_by", schedule.created_by.text()},
                                {"created_at", domain::utc_text(schedule.created_at)},
                                {"version", schedule.version}};
    write_what(schedule, written);
    write_details(schedule.timing, written);
    boost::json::array changes;
    // One that was taken back stays for its edition only.
    for (const auto& change : schedule.edits.changes)
        if (change.moved_to || change.wanted) changes.emplace_back(write_change(change));
    if (!changes.empty()) written["changes"] = std::move(changes);
    boost::json::array askings;
    for (const auto& one : schedule.edits.askings) askings.push_back(write_asking(one));
    written["askings"] = std::move(askings);
    if (!schedule.edits.earlier.empty()) written["earlier"] = write_earlier(schedule.edits);
    if (schedule.edits.ends) written["ends"] = domain::utc_text(*schedule.edits.ends);
    return written;
}

boost::json::object write(const domain::DayRule& rule) {
    boost::json::object written{{"name", rule.name},
                                {"kind", domain::day_kind_name(rule.kind)},
                                {"days_before", rule.days_before},
                                {"days_after", rule.days_after},
                                {"areas", write_ids(rule.areas)}};
    if (const auto* yearly = std::get_if<domain::YearlyDay>(&rule.when))
        written["yearly"] = boost::json::object{{"month", yearly->month}, {"day", yearly->day}};
    if (const auto* lunar = std::get_if<domain::LunarRule>(&rule.when)) written["lunar"] = write_lunar(*lunar);
    if (const auto* span = std::get_if<domain::DaySpan>(&rule.when)) {
        written["first"] = domain::local_day_text(span->first);
        written["last"] = domain::local_day_text(span->last);
    }
    return written;
}

boost::json::object write(const domain::DayRules& rules) {
    return {{"rules", write_all(rules.rules)}, {"version", rules.version}};
}

boost::json::object write(const ports::ImportedSchedule& one) {
    boost::json::array changes;
    for (const auto& change : one.changes) changes.push_back(write_change(change));
    return {{"uid", one.uid},
            {"title", one.title},
            {"duration_s", seconds_of(one.duration)},
            {"timing", write_timing(one.timing)},
            {"changes", std::move(changes)},
            {"line", one.line}};
}

boost::json::object write(const ports::NotUnderstood& one) {
    return {{"line", one.line}, {"what", one.what}, {"why", write(one.why)}};
}

boost::json::object write(const ports::CalendarImport& shown) {
    return {{"schedules", write_all(shown.schedules)}, {"not_understood", write_all(shown.not_understood)}};
}

boost::json::object write(const ports::EditedSchedule& edited) {
    boost::json::array dropped;
    for (const auto original : edited.dropped) dropped.emplace_back(domain::utc_text(original));
    return {{"schedule", write(edited.schedule)}, {"dropped", std::move(dropped)}};
}

boost::json::object write(const ports::SchedulePreview& preview) {
    boost::json::array next;
    for (const auto& occurrence : preview.next)
        next.push_back({{"id", occurrence.id.text()}, {"planned", domain::utc_text(occurrence.planned)}});
    return {{"next", std::move(next)},
            {"nodes", write(preview.nodes)},
            {"problems", write_all(preview.problems)},
            {"conflicts", write(preview.conflicts)}};
}

}  // namespace village::web_api
