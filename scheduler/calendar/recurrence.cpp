#include "scheduler/calendar/recurrence.hpp"

#include <fmt/format.h>
#include <libical/ical.h>

#include <algorithm>
#include <array>

#include "scheduler/calendar/possible_dates.hpp"

namespace village::calendar {
namespace {

using domain::Error;
using domain::ErrorCode;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t rule_length_max = 512;
constexpr int times_a_day_max = 24;
constexpr int steps_max = 100'000;
/// Every day for 27 years; it is counted through once, when the rule is read.
constexpr int count_max = 10'000;

icaltimetype to_ical(LocalTime time) {
    const auto day = date::floor<date::days>(time);
    const date::year_month_day date{day};
    const auto clock = date::make_time(time - day);
    auto result = icaltime_null_time();
    result.year = int{date.year()};
    result.month = static_cast<int>(static_cast<unsigned>(date.month()));
    result.day = static_cast<int>(static_cast<unsigned>(date.day()));
    result.hour = static_cast<int>(clock.hours().count());
    result.minute = static_cast<int>(clock.minutes().count());
    result.second = static_cast<int>(clock.seconds().count());
    return result;
}

LocalTime from_ical(const icaltimetype& time) {
    const auto date = date::year{time.year} / time.month / time.day;
    return LocalTime{date::local_days{date} + hours{time.hour} + minutes{time.minute} + seconds{time.second}};
}

struct IteratorDeleter {
    void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};
using Iterator = std::unique_ptr<icalrecur_iterator, IteratorDeleter>;

int length_of(const short* list, int max) {
    int length = 0;
    while (length < max && list[length] != ICAL_RECURRENCE_ARRAY_MAX) ++length;
    return length;
}

int times_a_day(const icalrecurrencetype& rule) {
    const int by_hour = std::max(1, length_of(rule.by_hour, ICAL_BY_HOUR_SIZE));
    const int by_minute = std::max(1, length_of(rule.by_minute, ICAL_BY_MINUTE_SIZE));
    return by_hour * by_minute;
}

/// UNTIL comes as a day (its end is meant), as a local time, or in UTC as RFC 5545 wants it; the iterator compares local times.
void make_until_local(icalrecurrencetype& rule, const ZoneRules& zone) {
    if (icaltime_is_null_time(rule.until)) return;
    if (rule.until.is_date) {
        rule.until.is_date = 0;
        rule.until.hour = 23;
        rule.until.minute = rule.until.second = 59;
    } else if (icaltime_is_utc(rule.until)) {
        rule.until = to_ical(zone.to_local(domain::UtcTime{from_ical(rule.until).time_since_epoch()}));
    }
    rule.until.zone = nullptr;
}

/// libical walks the hours and minutes of a day in the order they were written; we promise an ascending one.
void sort_times_of_day(icalrecurrencetype& rule) {
    std::sort(rule.by_hour, rule.by_hour + length_of(rule.by_hour, ICAL_BY_HOUR_SIZE));
    std::sort(rule.by_minute, rule.by_minute + length_of(rule.by_minute, ICAL_BY_MINUTE_SIZE));
}

bool has(const short* list, int max) { return length_of(list, max) > 0; }

/// RFC 5545: the 15th without a month is the 15th of every month; libical takes the month of the first start for it.
void name_every_month(icalrecurrencetype& rule) {
    const bool names_weeks_or_days = has(rule.by_week_no, ICAL_BY_WEEKNO_SIZE) || has(rule.by_year_day, ICAL_BY_YEARDAY_SIZE);
    const bool every_month = rule.freq == ICAL_YEARLY_RECURRENCE && has(rule.by_month_day, ICAL_BY_MONTHDAY_SIZE) &&
                             !has(rule.by_month, ICAL_BY_MONTH_SIZE) && !names_weeks_or_days;
    if (!every_month) return;
    for (short month = 1; month <= 12; ++month) rule.by_month[month - 1] = month;
    rule.by_month[12] = ICAL_RECURRENCE_ARRAY_MAX;
}

void fix_part(short* list, std::chrono::seconds::rep value) {
    if (list[0] != ICAL_RECURRENCE_ARRAY_MAX) return;
    list[0] = static_cast<short>(value);
    list[1] = ICAL_RECURRENCE_ARRAY_MAX;
}

/// Every nth week on Sunday: libical counts from the Sunday before the first start, though the week begins on Monday. Begun on the
/// Sunday of that week it counts right; the time of the day is then no longer that of the beginning.
LocalTime begin_on_its_sunday(icalrecurrencetype& rule, LocalTime first) {
    const bool sundays_only = rule.freq == ICAL_WEEKLY_RECURRENCE && rule.interval > 1 &&
                              length_of(rule.by_day, ICAL_BY_DAY_SIZE) == 1 && rule.by_day[0] == ICAL_SUNDAY_WEEKDAY;
    if (!sundays_only) return first;
    const auto day = date::floor<date::days>(first);
    const auto clock = date::make_time(first - day);
    const auto days_left = date::Sunday - date::weekday{day};
    if (days_left == date::days{0}) return first;
    fix_part(rule.by_hour, clock.hours().count());
    fix_part(rule.by_minute, clock.minutes().count());
    fix_part(rule.by_second, clock.seconds().count());
    return day + days_left;
}

bool any_of(const short* list, int max, bool (*is)(short)) { return std::any_of(list, list + length_of(list, max), is); }

/// What libical reads without complaint and expands wrongly.
const char* why_expanded_wrongly(const icalrecurrencetype& rule) {
    const bool is_short = rule.freq == ICAL_DAILY_RECURRENCE || rule.freq == ICAL_WEEKLY_RECURRENCE;
    const bool by_place = has(rule.by_set_pos, ICAL_BY_SETPOS_SIZE);
    if (rule.week_start != ICAL_MONDAY_WEEKDAY) return "a week begins on Monday: WKST cannot be changed";
    if (by_place && is_short) return "BYSETPOS needs FREQ=MONTHLY or FREQ=YEARLY";
    if (by_place && times_a_day(rule) > 1) return "BYSETPOS needs one time of the day";
    const bool by_month_day = has(rule.by_month_day, ICAL_BY_MONTHDAY_SIZE);
    const bool from_the_end = any_of(rule.by_month_day, ICAL_BY_MONTHDAY_SIZE, [](short day) { return day < 0; });
    if (is_short && from_the_end) return "days counted from the end of the month need FREQ=MONTHLY or FREQ=YEARLY";
    const bool across_years = any_of(rule.by_week_no, ICAL_BY_WEEKNO_SIZE, [](short week) { return week < 2 || week > 51; });
    if (across_years) return "BYWEEKNO takes the weeks 2 to 51: the others can lie in two years";
    const bool by_nth =
        any_of(rule.by_day, ICAL_BY_DAY_SIZE, [](short day) { return icalrecurrencetype_day_position(day) != 0; });
    if (rule.freq == ICAL_YEARLY_RECURRENCE && by_nth && by_month_day)
        return "BYMONTHDAY does not go with the nth weekday of a year";
    return nullptr;
}

bool has_bad_characters(std::string_view rule) {
    return !std::ranges::all_of(rule, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '=' || c == ';' || c == ',' || c == '+' || c == '-';
    });
}

Error not_usable(std::string_view rule, std::string why, ErrorCode code = ErrorCode::invalid_argument) {
    return {code, std::move(why), domain::BrokenRule{"recurrence", "DAILY, WEEKLY, MONTHLY, YEARLY", std::string{rule}}};
}

domain::Status check_frequency(const icalrecurrencetype& parsed, std::string_view rule) {
    const char* why = "a schedule repeats daily, weekly, monthly or yearly, at most 24 times a day";
    if (parsed.freq < ICAL_DAILY_RECURRENCE || length_of(parsed.by_second, ICAL_BY_SECOND_SIZE) > 0)
        return not_usable(rule, why, ErrorCode::recurrence_too_frequent);
    if (const int found = times_a_day(parsed); found > times_a_day_max)
        return Error{ErrorCode::recurrence_too_frequent, why,
                     domain::BrokenRule{"times_a_day", fmt::to_string(times_a_day_max), fmt::to_string(found)}};
    return {};
}

domain::Status check_text(std::string_view rule) {
    if (rule.empty() || rule.size() > rule_length_max || has_bad_characters(rule) || rule.find("RSCALE") != rule.npos)
        return not_usable(rule, "the recurrence is not an RRULE of RFC 5545 such as FREQ=WEEKLY;BYDAY=MO,TU");
    return {};
}

}  // namespace

std::string spelled_out(std::string_view rule, LocalTime first) {
    std::string whole{rule};
    const bool names_days = rule.find("DAY=") != rule.npos;
    if (rule.find("BYWEEKNO=") == rule.npos || names_days) return whole;
    constexpr std::array weekdays{"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
    return whole + ";BYDAY=" + weekdays.at(date::weekday{date::floor<date::days>(first)}.c_encoding());
}

struct Recurrence::Rule {
    icalrecurrencetype rule;  ///< Its COUNT, if there was one, has become an UNTIL.
    LocalTime first;
    int count = 0;

    Iterator iterate() const { return Iterator{icalrecur_iterator_new(rule, to_ical(first))}; }
    /// Entered in the middle, which a rule that counts could not be.
    Iterator iterate_from(LocalTime from) const {
        auto iterator = iterate();
        if (!iterator || from <= first) return iterator;
        if (!icaltime_is_null_time(rule.until) && from > from_ical(rule.until)) return nullptr;
        if (!icalrecur_iterator_set_start(iterator.get(), to_ical(from))) return iterate();
        return iterator;
    }
    void count_through() {
        count = rule.count;
        const auto iterator = iterate();
        if (!iterator) return;
        auto last = icaltime_null_time();
        for (auto next = icalrecur_iterator_next(iterator.get()); !icaltime_is_null_time(next);
             next = icalrecur_iterator_next(iterator.get()))
            last = next;
        rule.count = 0;
        rule.until = last;
    }
};

Recurrence::Recurrence(std::unique_ptr<Rule> rule) : rule_(std::move(rule)) {}
Recurrence::Recurrence(Recurrence&&) noexcept = default;
Recurrence& Recurrence::operator=(Recurrence&&) noexcept = default;
Recurrence::~Recurrence() = default;

domain::Result<Recurrence> Recurrence::parse(std::string_view rule, LocalTime first, const ZoneRules& zone) {
    if (auto text = check_text(rule); !text) return text.error();
    auto parsed = icalrecurrencetype_from_string(spelled_out(rule, first).c_str());
    if (parsed.freq == ICAL_NO_RECURRENCE || parsed.interval < 1)
        return not_usable(rule, fmt::format("the recurrence \"{}\" cannot be read", rule));
    if (auto seldom = check_frequency(parsed, rule); !seldom) return seldom.error();
    if (parsed.count > count_max)
        return Error{ErrorCode::invalid_argument, fmt::format("a recurrence counts to {} at most", count_max),
                     domain::BrokenRule{"longest_count", fmt::to_string(count_max), fmt::to_string(parsed.count)}};
    if (const auto* why = why_expanded_wrongly(parsed)) return not_usable(rule, why);
    sort_times_of_day(parsed);
    name_every_month(parsed);
    first = begin_on_its_sunday(parsed, first);
    make_until_local(parsed, zone);
    const Error never{ErrorCode::recurrence_never_fires, fmt::format("the recurrence \"{}\" has no date", rule),
                      domain::BrokenRule{"no_date", {}, std::string{rule}}};
    if (!has_possible_date(parsed, first)) return never;
    auto made = std::make_unique<Rule>(Rule{parsed, first});
    if (parsed.count > 0) made->count_through();
    Recurrence recurrence{std::move(made)};
    if (recurrence.between(first, LocalTime::max(), 1).empty()) return never;
    return recurrence;
}

std::optional<int> Recurrence::count() const {
    if (rule_->count > 0) return rule_->count;
    return std::nullopt;
}

std::optional<LocalTime> Recurrence::until() const {
    if (icaltime_is_null_time(rule_->rule.until)) return std::nullopt;
    return from_ical(rule_->rule.until);
}

std::vector<LocalTime> Recurrence::between(LocalTime from, LocalTime to, std::size_t max) const {
    std::vector<LocalTime> moments;
    const auto iterator = rule_->iterate_from(from);
    if (!iterator) return moments;
    for (int step = 0; step < steps_max && moments.size() < max; ++step) {
        const auto next = icalrecur_iterator_next(iterator.get());
        if (icaltime_is_null_time(next)) break;
        const auto moment = from_ical(next);
        if (moment >= to) break;
        if (moment >= from) moments.push_back(moment);
    }
    return moments;
}

}  // namespace village::calendar
