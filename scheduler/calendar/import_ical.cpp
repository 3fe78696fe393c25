#include "scheduler/calendar/import_ical.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "scheduler/calendar/expand.hpp"
#include "scheduler/calendar/ical_text.hpp"
#include "scheduler/calendar/rrule_text.hpp"

namespace village::calendar {
namespace {

using domain::Error;
using domain::ErrorCode;
using domain::Result;

constexpr std::size_t title_bytes_max = 200;
constexpr std::size_t depth_max = 8;

/// One VEVENT as its lines say it.
struct ReadEvent {
    std::size_t line = 0;
    std::map<std::string, IcalLine> once;  ///< Properties that come once.
    std::vector<IcalLine> moments;         ///< RDATE and EXDATE.
    const IcalLine* find(const char* name) const {
        const auto found = once.find(name);
        return found == once.end() ? nullptr : &found->second;
    }
    std::string text(const char* name) const {
        const auto* line_found = find(name);
        return line_found ? unescape_ical(line_found->value) : std::string{};
    }
};

std::string shortened(std::string text) {
    if (text.size() <= title_bytes_max) return text;
    std::size_t cut = title_bytes_max;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
    text.resize(cut);
    return text;
}

/// Names under which other programs know our zone.
bool is_zone(std::string_view name, const ZoneRules& zone) {
    if (name == zone.name()) return true;
    constexpr std::array vietnamese{"Asia/Ho_Chi_Minh", "Asia/Saigon", "SE Asia Standard Time"};
    const auto knows = [&](std::string_view wanted) { return std::ranges::find(vietnamese, wanted) != vietnamese.end(); };
    return knows(name) && knows(zone.name());
}

Error wrong(const char* rule, std::string why, std::string found = {}) {
    return Error{ErrorCode::invalid_argument, std::move(why), domain::BrokenRule{rule, {}, std::move(found)}};
}

Error foreign_zone(std::string found, const ZoneRules& zone) {
    auto why = fmt::format("its times are of {}, the commune's are of {}", found, zone.name());
    return Error{ErrorCode::invalid_argument, std::move(why), domain::BrokenRule{"event_zone", zone.name(), std::move(found)}};
}

Error too_many_left_out() {
    return Error{ErrorCode::too_large, "too many occurrences are left out",
                 domain::BrokenRule{"left_out_max", fmt::to_string(single_moments_max), {}}};
}

Result<LocalTime> local_time(const IcalLine& line, std::string_view value, const ZoneRules& zone) {
    const auto kind = line.parameters.find("VALUE");
    if (kind != line.parameters.end() && kind->second == "PERIOD") return wrong("moment_only", "it names a period, not a moment");
    if (value.size() == 8 || (kind != line.parameters.end() && kind->second != "DATE-TIME"))
        return wrong("moment_only", "it names a day without a time of the day");
    const auto time = read_ical_time(value);
    if (!time) {
        auto found = shortened(std::string{value});
        return wrong("event_time", fmt::format("\"{}\" is not a time like 20261123T053000", found), found);
    }
    if (value.back() == 'Z') return zone.to_local(domain::UtcTime{time->time_since_epoch()});
    const auto named = line.parameters.find("TZID");
    if (named != line.parameters.end() && !is_zone(named->second, zone)) return foreign_zone(shortened(named->second), zone);
    return *time;
}

std::vector<std::string_view> values_of(const IcalLine& line) {
    std::vector<std::string_view> values;
    for (std::string_view rest = line.value; !rest.empty();) {
        values.push_back(rest.substr(0, rest.find(',')));
        rest.remove_prefix(std::min(values.back().size() + 1, rest.size()));
    }
    return values;
}

/// The midnight of a day that EXDATE leaves out whole.
std::optional<LocalTime> left_out_day(const IcalLine& line, std::string_view value) {
    if (line.name != "EXDATE" || value.size() != 8) return std::nullopt;
    return read_ical_time(std::string{value} + "T000000");
}

/// What the rule gives on the days that are left out whole.
domain::Status leave_out_days(const ReadEvent& event, const ReadTiming& readable, Timing& timing) {
    for (const auto& line : event.moments)
        for (const auto value : values_of(line))
            if (const auto day = left_out_day(line, value))
                for (const auto& moment : readable.between(*day, *day + date::days{1}, times_a_day_max))
                    timing.not_on.push_back(moment.local);
    if (timing.not_on.size() > single_moments_max) return too_many_left_out();
    return {};
}

/// Programs write WKST always; it matters only to rules that skip weeks or count them.
std::string usable_rule(const std::string& rule) {
    const bool week_matters = rule.find("INTERVAL") != rule.npos || rule.find("BYWEEKNO") != rule.npos;
    return week_matters ? rule : without_part(rule, "WKST");
}

Result<domain::Duration> duration_of(const ReadEvent& event, LocalTime start, const ZoneRules& zone) {
    if (const auto* line = event.find("DURATION")) {
        const auto length = read_ical_duration(line->value);
        if (!length) return wrong("event_length", "its duration cannot be read");
        return domain::Duration{*length};
    }
    const auto* end = event.find("DTEND");
    if (end == nullptr) return domain::Duration{0};
    const auto until = local_time(*end, end->value, zone);
    if (!until) return until.error();
    if (*until < start || *until - start > std::chrono::hours{7 * 24})
        return wrong("event_length", "it ends before it begins, or days later");
    return domain::Duration{*until - start};
}

class Reader {
public:
    explicit Reader(const ZoneRules& zone) : zone_(zone) {}

    domain::Status read(const std::vector<IcalLine>& lines);
    ImportPreview finish();
    void report(std::size_t line, std::string what, Error why) {
        if (preview_.not_understood.size() < not_understood_max)
            preview_.not_understood.push_back({line, std::move(what), std::move(why)});
    }

private:
    domain::Status open(const IcalLine& line);
    void close(const IcalLine& line);
    void take(const IcalLine& line);
    void add_schedule(const ReadEvent& event);
    void add_change(const ReadEvent& event);
    Result<ImportedSchedule> schedule_of(const ReadEvent& event);
    Result<Timing> timing_of(const ReadEvent& event) const;
    void report_left_out_nothing(const ReadEvent& event, Timing timing);
    domain::Status check_change(const ImportedSchedule& master, domain::UtcTime original);

    const ZoneRules& zone_;
    ImportPreview preview_;
    std::vector<std::string> open_;
    std::vector<ReadEvent> events_;
    std::size_t refused_rules_ = 0;
    std::map<std::size_t, std::optional<Expander>> originals_;  ///< By the line of the schedule, before any of its changes.
};

domain::Status Reader::read(const std::vector<IcalLine>& lines) {
    if (lines.empty() || lines.front().name != "BEGIN" || lines.front().value != "VCALENDAR")
        return Error{ErrorCode::invalid_argument, "this is not an iCalendar file: it does not begin with BEGIN:VCALENDAR",
                     domain::BrokenRule{"calendar_file", {}, {}}};
    for (const auto& line : lines) {
        if (line.was_repaired)
            report(line.number, line.name, wrong("utf_8", "it has characters that are not UTF-8; save the file as UTF-8"));
        if (line.name == "BEGIN") {
            if (auto opened = open(line); !opened) return opened.error();
        } else if (line.name == "END") {
            close(line);
        } else {
            take(line);
        }
    }
    if (!open_.empty()) report(lines.back().number, open_.back(), wrong("file_ends", "the file ends in the middle of it"));
    return {};
}

domain::Status Reader::open(const IcalLine& line) {
    if (open_.size() == depth_max)
        return Error{ErrorCode::too_large, fmt::format("the calendar nests deeper than {}", depth_max),
                     domain::BrokenRule{"calendar_depth", fmt::to_string(depth_max), {}}};
    const bool at_top = open_.size() == 1;
    open_.push_back(shortened(line.value));
    if (!at_top || line.value == "VTIMEZONE") return {};
    if (line.value != "VEVENT") {
        report(line.number, shortened(line.value), wrong("events_only", "only VEVENT becomes a schedule"));
        return {};
    }
    if (events_.size() == imported_events_max)
        return Error{ErrorCode::too_large, fmt::format("the calendar has more than {} events", imported_events_max),
                     domain::BrokenRule{"calendar_events", fmt::to_string(imported_events_max), {}}};
    events_.push_back({line.number, {}, {}});
    return {};
}

void Reader::close(const IcalLine& line) {
    if (!open_.empty() && open_.back() == line.value) open_.pop_back();
    else report(line.number, "END", wrong("calendar_line", fmt::format("{} was not begun here", shortened(line.value))));
}

/// A line of a VEVENT itself; alarms inside it and zones beside it say nothing to us.
void Reader::take(const IcalLine& line) {
    if (open_.size() != 2 || open_.back() != "VEVENT") return;
    auto& event = events_.back();
    if (line.name == "RDATE" || line.name == "EXDATE") {
        event.moments.push_back(line);
    } else if (!event.once.emplace(line.name, line).second && (line.name == "RRULE" || line.name == "DTSTART")) {
        report(line.number, line.name, wrong("first_taken", "a second one in the same event; the first is taken"));
    } else if (line.name == "EXRULE") {
        report(line.number, line.name,
               wrong("rule_of_exceptions", "rules that leave days out are not known; what it leaves out would sound"));
    }
}

Result<Timing> Reader::timing_of(const ReadEvent& event) const {
    const auto* start = event.find("DTSTART");
    if (start == nullptr) return wrong("event_start", "it does not say when it begins (DTSTART)");
    const auto first = local_time(*start, start->value, zone_);
    if (!first) return first.error();
    Timing timing;
    timing.first = *first;
    if (const auto* rule = event.find("RRULE")) {
        if (start->value.back() == 'Z') return foreign_zone("UTC", zone_);
        timing.repeats = Rrule{usable_rule(rule->value)};
    }
    for (const auto& line : event.moments) {
        auto& moments = line.name == "RDATE" ? timing.also_on : timing.not_on;
        for (const auto one : values_of(line)) {
            if (left_out_day(line, one)) continue;  // Once the rule has been read.
            const auto moment = local_time(line, one, zone_);
            if (!moment)
                return Error{moment.error().code, fmt::format("{} in line {}: {}", line.name, line.number, moment.error().detail),
                             moment.error().rule};
            moments.push_back(*moment);
        }
    }
    return timing;
}

Result<ImportedSchedule> Reader::schedule_of(const ReadEvent& event) {
    auto timing = timing_of(event);
    if (!timing) return timing.error();
    auto duration = duration_of(event, timing->first, zone_);
    if (!duration) return duration.error();
    if (event.text("STATUS") == "CANCELLED") return wrong("event_cancelled", "it is cancelled");
    const bool repeats = event.find("RRULE") != nullptr;
    if (repeats && refused_rules_ == refused_rules_max)
        return wrong("rules_refused", "too many rules of this file could not be taken; not looked at");
    const auto readable = ReadTiming::make(*timing, zone_);
    if (!readable) {
        if (repeats) ++refused_rules_;
        return readable.error();
    }
    if (auto left_out = leave_out_days(event, *readable, *timing); !left_out) return left_out.error();
    report_left_out_nothing(event, *timing);
    const auto& rule = readable->recurrence();
    if (rule && rule->between(timing->first, timing->first + std::chrono::seconds{1}, 1).empty())
        report(event.line, "DTSTART",
               wrong("first_date", "the rule does not give the first date; it begins with the next one that it gives"));
    ImportedSchedule schedule{shortened(event.text("UID")), shortened(event.text("SUMMARY")), *duration, {}, event.line};
    schedule.series.parts.resize(1);
    schedule.series.parts.front().timing = std::move(*timing);
    return schedule;
}

/// Whoever left out the 25th at 17:30 of what comes at 17:00 expects silence, and would hear it.
void Reader::report_left_out_nothing(const ReadEvent& event, Timing timing) {
    timing.not_on.clear();
    const auto whole = ReadTiming::make(timing, zone_);
    for (const auto& line : event.moments) {
        if (line.name != "EXDATE" || !whole) continue;
        for (const auto value : values_of(line)) {
            const auto day = left_out_day(line, value);
            const auto moment = day ? Result<LocalTime>{*day} : local_time(line, value, zone_);
            const auto length = day ? std::chrono::seconds{date::days{1}} : std::chrono::seconds{1};
            if (moment && whole->between(*moment, *moment + length, 1).empty())
                report(line.number, line.name,
                       wrong("left_out_nothing", "it leaves out a moment that the event does not have", std::string{value}));
        }
    }
}

void Reader::add_schedule(const ReadEvent& event) {
    auto schedule = schedule_of(event);
    if (schedule) preview_.schedules.push_back(std::move(*schedule));
    else report(event.line, shortened("VEVENT " + event.text("SUMMARY")), schedule.error());
}

domain::Status Reader::check_change(const ImportedSchedule& master, domain::UtcTime original) {
    const auto known = originals_.try_emplace(master.line);
    if (known.second)
        if (auto expander = Expander::make(master.series, zone_)) known.first->second = std::move(*expander);
    const auto& series = master.series;
    if (!known.first->second || !known.first->second->gives(original))
        return wrong("change_of_nothing", "it changes an occurrence that the event does not have");
    if (std::ranges::find(series.changes, original, &OneChange::original) != series.changes.end())
        return wrong("changed_twice", "it changes an occurrence that another one has changed already");
    if (series.parts.front().timing.not_on.size() >= single_moments_max) return too_many_left_out();
    return {};
}

/// A VEVENT with RECURRENCE-ID changes one occurrence of the schedule with its UID.
void Reader::add_change(const ReadEvent& event) {
    const auto& id = *event.find("RECURRENCE-ID");
    const auto uid = shortened(event.text("UID"));
    const auto refuse = [&](Error why) { report(event.line, shortened("VEVENT " + event.text("SUMMARY")), std::move(why)); };
    if (id.parameters.contains("RANGE"))
        return refuse(wrong("change_from_here", "a change of this one and all later ones is not known"));
    const auto master = std::ranges::find(preview_.schedules, uid, &ImportedSchedule::uid);
    if (master == preview_.schedules.end())
        return refuse(wrong("change_of_nothing", "it changes one occurrence of an event that is not in the file"));
    const auto original = local_time(id, id.value, zone_);
    if (!original) return refuse(original.error());
    auto& series = master->series;
    if (auto fits = check_change(*master, zone_.to_utc(*original)); !fits) return refuse(fits.error());
    // Without a moment of its own, too: it is left out (RFC 5545, sections 3.8.1.11 and 3.8.4.4).
    if (event.text("STATUS") == "CANCELLED") {
        series.parts.front().timing.not_on.push_back(*original);
        return;
    }
    const auto timing = timing_of(event);
    if (!timing) return refuse(timing.error());
    const OneChange change{zone_.to_utc(*original), zone_.to_utc(timing->first), {}};
    series.changes.insert(std::ranges::lower_bound(series.changes, change.original, {}, &OneChange::original), change);
    if (shortened(event.text("SUMMARY")) != master->title)
        report(event.line, "SUMMARY", wrong("change_of_title", "only the time of a changed occurrence is taken, not its title"));
}

ImportPreview Reader::finish() {
    for (const auto& event : events_)
        if (event.find("RECURRENCE-ID") == nullptr) add_schedule(event);
    for (const auto& event : events_)
        if (event.find("RECURRENCE-ID") != nullptr) add_change(event);
    std::ranges::stable_sort(preview_.not_understood, {}, &NotUnderstood::line);
    return std::move(preview_);
}

}  // namespace

Result<ImportPreview> preview_import(std::string_view file, const ZoneRules& zone) {
    if (file.starts_with("\xEF\xBB\xBF")) file.remove_prefix(3);
    std::vector<std::size_t> unreadable;
    const auto lines = read_ical_lines(file, unreadable);
    if (!lines) return lines.error();
    Reader reader{zone};
    if (auto read = reader.read(*lines); !read) return read.error();
    for (const auto number : unreadable) reader.report(number, "line", wrong("calendar_line", "it has no name and value"));
    return reader.finish();
}

}  // namespace village::calendar
