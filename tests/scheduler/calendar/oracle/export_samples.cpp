// Calendars for the oracle: `export_samples SEED NUMBER` prints NUMBER random ones, after a year of a commune's preset. Of each one
// line "zone <tab> from <tab> to" in seconds since 1970, one line of "seconds|title <tab> ..." with what sounds, and the iCalendar
// file with "." in a line of its own behind it.
#include <fmt/format.h>

#include <iostream>
#include <random>
#include <set>

#include "scheduler/calendar/edit_series.hpp"
#include "scheduler/calendar/export_ical.hpp"

namespace {

using namespace village;
using namespace village::calendar;
using domain::UtcTime;
using std::chrono::hours;
using std::chrono::minutes;

std::int64_t seconds_of(UtcTime time) { return time.time_since_epoch().count() / 1'000'000; }

LocalTime local(const char* text) { return parse_local(text).value(); }

std::string title_of(const Wanted& wanted) {
    return fmt::format("Bản tin số {}; \"thôn\", xã\\làng", wanted.announcement.bytes[0]);
}

struct Sample {
    void add(Series series) {
        schedules.push_back({std::move(series), [this](const Wanted& wanted) { return heard(wanted); }});
    }
    /// Bulletins from 140 on are for other hamlets, those from 120 on hold for the first half of the span.
    ExportedSound heard(const Wanted& wanted) const {
        const int number = wanted.announcement.bytes[0];
        ExportedSound sound;
        sound.announcement.title = title_of(wanted);
        sound.announcement.content = domain::AudioContent{{}, 0, minutes{number % 30}, 0, 0};
        if (number >= 120) sound.announcement.valid_until = from + (to - from) / 2;
        if (number < 140) sound.hamlets = hamlets;
        return sound;
    }
    bool sounds(const domain::Occurrence& occurrence, const Wanted& wanted, const SpecialDays& days) const {
        const int number = wanted.announcement.bytes[0];
        if (number >= 140) return false;
        if (number >= 120 && occurrence.planned + minutes{number % 30} > from + (to - from) / 2) return false;
        return !falls_away(verdicts(occurrence.planned, hamlets, days, wanted.on_special_days, zone));
    }

    ZoneRules zone;
    UtcTime from{}, to{};
    std::vector<domain::AreaId> hamlets;
    std::vector<DayRule> rules;
    std::vector<ExportedSchedule> schedules;
};

domain::Commune commune() {
    domain::Commune made;
    made.areas.resize(2);
    made.areas[0].id.bytes[0] = 1;
    made.areas[1].id.bytes[0] = 2;
    return made;
}

void print(const Sample& sample) {
    const auto day_of = [&](UtcTime time) { return date::floor<date::days>(sample.zone.to_local(time)); };
    const auto place = commune();
    const auto days =
        SpecialDays::make(sample.rules, place, day_of(sample.from) - date::days{40}, day_of(sample.to) + date::days{40});
    std::set<std::string> sounding;
    for (const auto& schedule : sample.schedules) {
        const auto expander = Expander::make(schedule.series, sample.zone).value();
        for (const auto& occurrence : expander.between(sample.from, sample.to)) {
            const auto& wanted = expander.wanted(occurrence);
            if (sample.sounds(occurrence, wanted, *days))
                sounding.insert(fmt::format("{}|{}", seconds_of(occurrence.planned), title_of(wanted)));
        }
    }
    const ExportSpan span{"Thôn Bến, xã An Bình", sample.from, sample.to, sample.from};
    const auto file = export_ical(span, sample.schedules, *days, sample.zone).value();
    std::cout << fmt::format("{}\t{}\t{}\n", sample.zone.name(), seconds_of(sample.from), seconds_of(sample.to));
    for (const auto& one : sounding) std::cout << one << '\t';
    std::cout << '\n' << file << ".\n";
}

Series series_of_rule(std::uint8_t number, const char* first, Repetition repeats) {
    Series series;
    series.id.bytes[15] = number;
    series.parts.resize(1);
    series.parts[0].timing.first = local(first);
    series.parts[0].timing.repeats = std::move(repeats);
    series.parts[0].wanted.announcement.bytes[0] = number;
    return series;
}

/// The preset with its columns by weekday, silent relays at Tết, rằm, a storm night and an election.
void print_year_of_a_commune() {
    Sample sample{ZoneRules::named("Asia/Ho_Chi_Minh").value(), {}, {}, {}, usual_day_rules(), {}};
    sample.from = sample.zone.to_utc(local("2026-01-01T00:00:00"));
    sample.to = sample.zone.to_utc(local("2027-01-01T00:00:00"));
    sample.hamlets = {commune().areas[0].id, commune().areas[1].id};
    const auto on = [](const char* text) { return date::floor<date::days>(local(text)); };
    const DaySpan mourning{on("2026-07-25T00:00:00"), on("2026-07-26T00:00:00")},
        funeral{on("2026-05-05T00:00:00"), on("2026-05-06T00:00:00")};
    sample.rules.push_back(
        {"Ngày bầu cử", DayKind::election_day, DaySpan{on("2026-03-15T00:00:00"), on("2026-03-15T00:00:00")}, 0, 0, {}});
    sample.rules.push_back({"Quốc tang", DayKind::state_mourning, mourning, 0, 0, {}});
    sample.rules.push_back({"Tang lễ thôn Bến", DayKind::local_mourning, funeral, 0, 0, {sample.hamlets[0]}});
    const auto add = [&](Series series, std::vector<DayReaction> reactions) {
        for (auto& part : series.parts) part.wanted.on_special_days = reactions;
        sample.add(std::move(series));
    };
    auto twice = series_of_rule(1, "2026-01-01T05:30:00", Rrule{"FREQ=DAILY"});
    twice.parts[0].timing.also_at = {hours{17}};
    add(twice, {{DayKind::public_holiday, "Tết Nguyên đán", DayAction::skip}});
    std::uint8_t number = 10;
    for (const auto* day : {"MO", "TU", "WE", "TH", "FR", "SA", "SU"})
        add(series_of_rule(number++, "2025-12-01T05:45:00", Rrule{fmt::format("FREQ=WEEKLY;BYDAY={}", day)}),
            {{DayKind::public_holiday, "", DayAction::skip}, {DayKind::state_mourning, "", DayAction::skip}});
    add(series_of_rule(30, "2026-01-01T17:30:00", every_lunar_month({1, 15})), {{DayKind::local_mourning, "", DayAction::skip}});
    add(series_of_rule(31, "2026-01-01T06:00:00", every_lunar_year(3, 10)), {});
    add(series_of_rule(32, "2026-03-15T06:00:00", Once{}), {{DayKind::election_day, "", DayAction::only_then}});
    auto storm = series_of_rule(33, "2026-09-28T19:00:00", Once{});
    for (int hour = 1; hour < 8; ++hour) storm.parts[0].timing.also_on.push_back(local("2026-09-28T19:00:00") + hours{hour});
    add(storm, {});
    auto edited = series_of_rule(34, "2026-01-05T17:45:00", Rrule{"FREQ=WEEKLY;BYDAY=MO,FR;COUNT=60"});
    const auto split = edited.parts[0].timing.first + hours{24 * 7 * 10};
    const auto later = at_times(timing_from(edited, sample.zone, sample.zone.to_utc(split)).value(), sample.zone, {hours{17}});
    edited = change_from(edited, sample.zone, sample.zone.to_utc(split), {*later, {}}, {}).value().series;
    add(edited, {});
    print(sample);
}

class Chance {
public:
    explicit Chance(unsigned seed) : engine_(seed) {}
    int below(int end) { return static_cast<int>(engine_() % static_cast<unsigned>(end)); }
    template <class Value>
    Value one_of(std::vector<Value> values) {
        return values[static_cast<std::size_t>(below(static_cast<int>(values.size())))];
    }

private:
    std::mt19937 engine_;
};

Repetition any_repetition(Chance& chance) {
    if (chance.below(5) == 0) return chance.one_of<Repetition>({every_lunar_month({1, 15}), every_lunar_month({30}), Once{}});
    auto rule = chance.one_of<std::string>({"FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH,SU",
                                            "FREQ=MONTHLY;BYDAY=2TU,-1FR", "FREQ=MONTHLY;BYMONTHDAY=1,15,31", "FREQ=WEEKLY",
                                            "FREQ=YEARLY;BYMONTH=3,10;BYDAY=SU", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
                                            "FREQ=YEARLY;INTERVAL=2;BYWEEKNO=2;BYDAY=MO", "FREQ=YEARLY;BYWEEKNO=10,40"});
    return Rrule{rule + chance.one_of<std::string>({"", "", ";COUNT=40", ";UNTIL=20271015", ";UNTIL=20271015T120000Z"})};
}

Series any_series(Chance& chance, std::uint8_t number, const ZoneRules& zone) {
    auto series = series_of_rule(number, "2026-03-01T00:00:00", any_repetition(chance));
    auto& timing = series.parts[0].timing;
    // Around the hours that some zones leave out or have twice.
    timing.first += hours{24 * chance.below(400)} + hours{chance.below(4)} + minutes{chance.one_of<int>({0, 15, 30, 45})};
    if (chance.below(3) == 0) timing.also_at = {hours{5} + minutes{30}, hours{17}};
    if (chance.below(3) == 0) timing.also_on = {timing.first + hours{30}, timing.first + hours{777}};
    if (chance.below(4) == 0) timing.valid_until = date::floor<date::days>(timing.first) + date::days{chance.below(500)};
    // A rule that ends before its first date is none.
    if (!ReadTiming::make(timing, zone)) timing.repeats = Once{};
    const auto first = timing.first;
    for (int edit = chance.below(5); edit > 0; --edit) {
        const auto expander = Expander::make(series, zone).value();
        const auto from = zone.to_utc(first + hours{24 * chance.below(300)});
        const auto next = expander.next(from);
        if (!next || !expander.gives(next->original)) continue;
        Wanted other;
        other.announcement.bytes[0] = static_cast<std::uint8_t>(100 + chance.below(50));
        const domain::WantedEdit anew{.announcement = other.announcement};
        const auto old = series;
        switch (chance.below(5)) {
            case 0: series = leave_out_one(old, zone, next->original, {}).value(); break;
            case 1:
                series = change_one(old, zone, {next->original, next->original + hours{chance.below(80)}, {}}, {}).value();
                break;
            case 2: series = change_one(old, zone, {next->original, {}, other}, {}).value(); break;
            case 3: series = change_from(old, zone, next->original, {{}, anew}, {}).value().series; break;
            case 4: {
                const auto again = timing_from(old, zone, next->original).value();
                const auto times = at_times(again, zone, {hours{2} + minutes{chance.below(60)}, hours{18}});
                series = change_from(old, zone, next->original, {times ? *times : again, anew}, {}).value().series;
                break;
            }
        }
    }
    return series;
}

void print_any(Chance& chance) {
    const auto* name =
        chance.one_of<const char*>({"Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"});
    Sample sample{ZoneRules::named(name).value(), {}, {}, {}, usual_day_rules(), {}};
    sample.from = sample.zone.to_utc(local("2026-06-01T00:00:00") + hours{24 * chance.below(300)});
    sample.to = sample.from + hours{24 * (100 + chance.below(500))};
    sample.hamlets = {commune().areas[0].id};
    for (std::uint8_t number = 1; number <= 3; ++number) {
        std::vector<DayReaction> reactions;
        if (chance.below(3) == 0)
            reactions.push_back({chance.one_of<DayKind>({DayKind::public_holiday, DayKind::lunar_day}), "",
                                 chance.one_of<DayAction>({DayAction::skip, DayAction::only_then})});
        auto series = any_series(chance, number, sample.zone);
        for (auto& part : series.parts) part.wanted.on_special_days = reactions;
        sample.add(std::move(series));
    }
    print(sample);
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        std::cerr << "usage: export_samples SEED NUMBER\n";
        return 2;
    }
    Chance chance{static_cast<unsigned>(std::stoul(arguments[1]))};
    print_year_of_a_commune();
    for (int number = std::stoi(arguments[2]); number > 0; --number) print_any(chance);
    return 0;
}
