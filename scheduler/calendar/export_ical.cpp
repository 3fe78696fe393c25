#include "scheduler/calendar/export_ical.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "scheduler/calendar/ical_text.hpp"
#include "scheduler/calendar/rrule_text.hpp"
#include "scheduler/domain/validity.hpp"

namespace village::calendar {
namespace {

using domain::Error;
using domain::ErrorCode;
using domain::UtcTime;
using std::chrono::seconds;

/// One VEVENT of a rule or a list; moments on the wall clock.
struct Event {
    std::string uid;
    LocalTime start;
    std::string rule;
    std::vector<LocalTime> more;      ///< RDATE
    std::vector<LocalTime> left_out;  ///< EXDATE
    std::vector<UtcTime> plays;       ///< What it says of the span in the end.
};

std::string offset_text(seconds offset) {
    const auto east = std::chrono::abs(offset).count();
    return fmt::format("{}{:02}{:02}", offset.count() < 0 ? '-' : '+', east / 3600, east / 60 % 60);
}

void add_observance(std::string& file, const OffsetChange& change) {
    const auto* kind = change.is_summer_time ? "DAYLIGHT" : "STANDARD";
    const auto at = std::max(change.at, UtcTime{});
    add_ical_line(file, fmt::format("BEGIN:{}", kind));
    add_ical_line(file, "DTSTART:" + ical_local(LocalTime{std::chrono::floor<seconds>(at.time_since_epoch()) + change.before}));
    add_ical_line(file, "TZOFFSETFROM:" + offset_text(change.before));
    add_ical_line(file, "TZOFFSETTO:" + offset_text(change.after));
    add_ical_line(file, "TZNAME:" + escape_ical(change.abbreviation));
    add_ical_line(file, fmt::format("END:{}", kind));
}

domain::Duration length_of(const ExportedSound& sound) {
    const auto& content = sound.announcement.content;
    return content ? content->duration : domain::Duration{};
}

/// A schedule as the zone hears it; each wish is described once.
class HeardSchedule {
public:
    HeardSchedule(const ExportedSchedule& schedule, const Expander& expander) : schedule_(schedule), expander_(expander) {}

    const Expander& expander() const { return expander_; }
    const ExportedSound& sound_of(const Wanted& wanted) {
        const auto known = sounds_.find(&wanted);
        return known != sounds_.end() ? known->second : sounds_.emplace(&wanted, schedule_.describe(wanted)).first->second;
    }
    bool is_heard(const domain::Occurrence& occurrence, const SpecialDays& days, const ZoneRules& zone) {
        const auto& wanted = expander_.wanted(occurrence);
        const auto& sound = sound_of(wanted);
        if (sound.hamlets.empty()) return false;
        if (!domain::is_valid(sound.announcement, occurrence.planned, length_of(sound))) return false;
        if (falls_away(verdicts(occurrence.planned, sound.hamlets, days, wanted.on_special_days, zone))) return false;
        if (schedule_.may_sound(wanted, occurrence)) return true;
        held_back_.insert(&wanted);
        return false;
    }
    /// Is what the rule of this part gives from `end` on not certain to be heard?
    bool may_fall_silent(std::size_t part, UtcTime end, const ZoneRules& zone) {
        const auto& held = expander_.series().parts[part];
        const auto& sound = sound_of(held.wanted);
        const auto is_later = [&](LocalTime left_out) { return zone.to_utc(left_out) >= end; };
        const auto is_changed_later = [&](const OneChange& change) { return change.original >= end; };
        return !held.wanted.on_special_days.empty() || sound.hamlets.empty() || held_back_.contains(&held.wanted) ||
               sound.announcement.valid_until || std::ranges::any_of(held.timing.not_on, is_later) ||
               std::ranges::any_of(expander_.series().changes, is_changed_later);
    }

private:
    const ExportedSchedule& schedule_;
    const Expander& expander_;
    std::map<const Wanted*, ExportedSound> sounds_;
    std::set<const Wanted*> held_back_;  ///< Of these some occurrence may not sound.
};

class Writer {
public:
    Writer(const ExportSpan& span, const SpecialDays& days, const ZoneRules& zone) : span_(span), days_(days), zone_(zone) {}

    void begin() {
        for (const auto* line : {"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tieng Lang//Schedules//VI", "CALSCALE:GREGORIAN"})
            add_ical_line(file_, line);
        add_ical_line(file_, "X-WR-CALNAME:" + escape_ical(span_.name));
        add_ical_line(file_, "X-WR-TIMEZONE:" + zone_.name());
        add_ical_line(file_, "BEGIN:VTIMEZONE");
        add_ical_line(file_, "TZID:" + zone_.name());
        for (const auto& change : zone_.changes(span_.from - std::chrono::hours{24}, span_.to)) add_observance(file_, change);
        add_ical_line(file_, "END:VTIMEZONE");
    }

    void add(HeardSchedule schedule) {
        const auto& expander = schedule.expander();
        if (!expander.series().active) return;
        for (std::size_t part = 0; part < expander.series().parts.size(); ++part) add_part(schedule, part);
        // One that was moved into the span from outside of it has no event to belong to.
        for (const auto& occurrence : expander.between(span_.from, span_.to))
            if (occurrence.original < span_.from || occurrence.original >= span_.to)
                if (schedule.is_heard(occurrence, days_, zone_)) add_single(schedule, occurrence, {});
    }

    std::string end() {
        add_ical_line(file_, "END:VCALENDAR");
        return std::move(file_);
    }

private:
    void add_part(HeardSchedule& schedule, std::size_t part);
    std::vector<Event> events_of(HeardSchedule& schedule, std::size_t part, const std::map<UtcTime, LocalTime>& sounding) const;
    std::optional<Event> rule_event(HeardSchedule& schedule, std::size_t part, seconds first_time, seconds time) const;
    UtcTime end_of_rule(const Expander& expander, std::size_t part, seconds first_time, seconds time) const;
    void add_event(const Event& event, const ExportedSound& sound);
    void add_single(HeardSchedule& schedule, const domain::Occurrence& occurrence, const std::string& uid_of_series);
    void add_head(const std::string& uid, const std::string& start, const ExportedSound& sound);
    void add_moments(std::string_view name, std::vector<LocalTime> moments);
    std::string in_zone(std::string_view name, LocalTime time) const {
        return fmt::format("{};TZID={}:{}", name, zone_.name(), ical_local(time));
    }

    const ExportSpan& span_;
    const SpecialDays& days_;
    const ZoneRules& zone_;
    std::string file_;
};

void Writer::add_part(HeardSchedule& schedule, std::size_t part) {
    const auto& expander = schedule.expander();
    std::map<UtcTime, LocalTime> sounding;
    for (const auto& moment : expander.moments_of(part, span_.from, span_.to, occurrences_max))
        if (schedule.is_heard(expander.occurrence(moment.utc), days_, zone_)) sounding.emplace(moment.utc, moment.local);
    const auto& sound = schedule.sound_of(expander.series().parts[part].wanted);
    for (const auto& event : events_of(schedule, part, sounding)) {
        add_event(event, sound);
        for (const auto& change : expander.series().changes) {
            if (std::ranges::find(event.plays, change.original) == event.plays.end()) continue;
            const auto planned = change.moved_to.value_or(change.original);
            add_single(schedule, {{}, expander.series().id, change.original, planned}, event.uid);
        }
    }
}

/// When the last moment of this time of the day may come, in UTC as an RRULE says it; the end of time if there is no end.
UtcTime Writer::end_of_rule(const Expander& expander, std::size_t part, seconds first_time, seconds time) const {
    const auto& timing = expander.read_timing(part).timing();
    const auto& rule = *expander.read_timing(part).recurrence();
    auto end = UtcTime::max();
    const auto last = rule.until();
    if (last && timing.also_at.empty()) end = zone_.to_utc(*last);
    if (last && !timing.also_at.empty()) {
        auto day = date::floor<date::days>(*last);
        if (*last - day < first_time) day -= date::days{1};
        end = zone_.to_utc(LocalTime{day + time});
    }
    if (timing.valid_until) end = std::min(end, zone_.to_utc(LocalTime{*timing.valid_until + date::days{1}}) - seconds{1});
    return end;
}

/// The rule for one of its times of the day, begun at its first moment in the span.
std::optional<Event> Writer::rule_event(HeardSchedule& schedule, std::size_t part, seconds first_time, seconds time) const {
    const auto& expander = schedule.expander();
    const auto& read = expander.read_timing(part);
    const auto begin = date::floor<date::days>(zone_.to_local(std::max(span_.from, expander.series().parts[part].from)));
    auto first = read.recurrence()->between(LocalTime{begin}, LocalTime::max(), 1);
    if (first.empty() || zone_.to_utc(first.front()) >= span_.to) return std::nullopt;
    Event event;
    event.uid = fmt::format("{}-{}-{}@tieng-lang", expander.series().id.text(), part, time.count() / 60);
    event.start = first.front() + (time - first_time);
    const auto whole = spelled_out(std::get<Rrule>(read.timing().repeats).text, read.timing().first);
    event.rule = without_part(without_part(whole, "COUNT"), "UNTIL");
    auto end = end_of_rule(expander, part, first_time, time);
    const auto& series = expander.series();
    if (part + 1 < series.parts.size()) end = std::min(end, series.parts[part + 1].from - seconds{1});
    if (series.ends) end = std::min(end, *series.ends - seconds{1});
    if (schedule.may_fall_silent(part, span_.to, zone_)) end = std::min(end, span_.to - seconds{1});
    if (end < zone_.to_utc(event.start)) return std::nullopt;
    if (end != UtcTime::max()) event.rule = with_part(event.rule, "UNTIL", ical_utc(end));
    return event;
}

/// Rules as far as there are any, and one list for what they do not give; together exactly what sounds.
std::vector<Event> Writer::events_of(HeardSchedule& schedule, std::size_t part,
                                     const std::map<UtcTime, LocalTime>& sounding) const {
    const auto& expander = schedule.expander();
    std::vector<Event> events;
    auto left = sounding;
    const auto& timing = expander.read_timing(part).timing();
    const seconds first_time = timing.first - date::floor<date::days>(timing.first);
    std::vector<seconds> times{first_time};
    times.insert(times.end(), timing.also_at.begin(), timing.also_at.end());
    if (expander.read_timing(part).recurrence() == nullptr || sounding.empty()) times.clear();
    for (const auto time : times) {
        auto event = rule_event(schedule, part, first_time, time);
        if (!event) continue;
        const auto rule = Recurrence::parse(event->rule, event->start, zone_);
        if (!rule) continue;
        for (const auto given : rule->between(event->start, zone_.to_local(span_.to) + date::days{1}, occurrences_max)) {
            const auto utc = zone_.to_utc(given);
            if (utc >= span_.to) continue;
            if (left.erase(utc) > 0) event->plays.push_back(utc);
            else event->left_out.push_back(given);
        }
        if (!event->plays.empty()) events.push_back(std::move(*event));
    }
    if (left.empty()) return events;
    Event list;
    list.uid = fmt::format("{}-{}-list@tieng-lang", expander.series().id.text(), part);
    list.start = left.begin()->second;
    for (const auto& [utc, local] : left) {
        list.plays.push_back(utc);
        if (list.plays.size() > 1) list.more.push_back(local);
    }
    events.push_back(std::move(list));
    return events;
}

void Writer::add_head(const std::string& uid, const std::string& start, const ExportedSound& sound) {
    add_ical_line(file_, "BEGIN:VEVENT");
    add_ical_line(file_, "UID:" + uid);
    add_ical_line(file_, "DTSTAMP:" + ical_utc(span_.now));
    add_ical_line(file_, start);
    add_ical_line(file_, fmt::format("DURATION:PT{}S", std::chrono::ceil<seconds>(length_of(sound)).count()));
    add_ical_line(file_, "SUMMARY:" + escape_ical(sound.announcement.title));
}

void Writer::add_moments(std::string_view name, std::vector<LocalTime> moments) {
    constexpr std::size_t moments_a_line = 40;
    for (std::size_t at = 0; at < moments.size(); at += moments_a_line) {
        auto line = in_zone(name, moments[at]);
        for (auto i = at + 1; i < std::min(at + moments_a_line, moments.size()); ++i) line += "," + ical_local(moments[i]);
        add_ical_line(file_, line);
    }
}

void Writer::add_event(const Event& event, const ExportedSound& sound) {
    add_head(event.uid, in_zone("DTSTART", event.start), sound);
    if (!event.rule.empty()) add_ical_line(file_, "RRULE:" + event.rule);
    add_moments("RDATE", event.more);
    add_moments("EXDATE", event.left_out);
    add_ical_line(file_, "END:VEVENT");
}

void Writer::add_single(HeardSchedule& schedule, const domain::Occurrence& occurrence, const std::string& uid_of_series) {
    const auto& expander = schedule.expander();
    const auto& id = expander.series().id;
    const auto alone = fmt::format("{}-{}@tieng-lang", id.text(), domain::to_us(occurrence.original));
    add_head(uid_of_series.empty() ? alone : uid_of_series, in_zone("DTSTART", zone_.to_local(occurrence.planned)),
             schedule.sound_of(expander.wanted(occurrence)));
    if (!uid_of_series.empty()) add_ical_line(file_, in_zone("RECURRENCE-ID", zone_.to_local(occurrence.original)));
    add_ical_line(file_, "END:VEVENT");
}

}  // namespace

domain::Result<std::string> export_ical(const ExportSpan& span, std::span<const ExportedSchedule> schedules,
                                        const SpecialDays& days, const ZoneRules& zone) {
    if (span.to <= span.from) return Error{ErrorCode::invalid_argument, "the exported span ends before it begins"};
    if (span.to - span.from > export_span_max || schedules.size() > exported_schedules_max)
        return Error{ErrorCode::too_large, fmt::format("at most 5 years and {} schedules are exported", exported_schedules_max)};
    Writer writer{span, days, zone};
    writer.begin();
    for (const auto& schedule : schedules) {
        const auto expander = Expander::make(schedule.series, zone);
        if (!expander) return expander.error();
        writer.add({schedule, *expander});
    }
    return writer.end();
}

}  // namespace village::calendar
