#include "scheduler/calendar/possible_dates.hpp"

#include <date/date.h>

#include <algorithm>
#include <cstdlib>

namespace village::calendar {
namespace {

constexpr int years_searched = 40;

struct Day {
    date::year_month_day date;
    int weekday = 0;  ///< libical's: 1 Sunday ... 7 Saturday.
    int of_month = 0;
    int month_length = 0;
    int of_year = 0;
    int year_length = 0;
    int since_first = 0;
    int months_since_first = 0;
    int years_since_first = 0;
};

Day describe(date::local_days day, date::local_days first) {
    Day known;
    known.date = date::year_month_day{day};
    const date::year_month_day begun{first};
    known.weekday = static_cast<int>(date::weekday{day}.c_encoding()) + 1;
    known.of_month = static_cast<int>(static_cast<unsigned>(known.date.day()));
    known.month_length = static_cast<int>(static_cast<unsigned>((known.date.year() / known.date.month() / date::last).day()));
    const auto new_year = date::local_days{known.date.year() / 1 / 1};
    known.of_year = static_cast<int>((day - new_year).count()) + 1;
    known.year_length = known.date.year().is_leap() ? 366 : 365;
    known.since_first = static_cast<int>((day - first).count());
    known.years_since_first = int{known.date.year()} - int{begun.year()};
    known.months_since_first = known.years_since_first * 12 + static_cast<int>(static_cast<unsigned>(known.date.month())) -
                               static_cast<int>(static_cast<unsigned>(begun.month()));
    return known;
}

/// Is the list empty, or does it name this place counted from the front or from the back?
bool names(const short* list, int place, int length) {
    if (list[0] == ICAL_RECURRENCE_ARRAY_MAX) return true;
    for (; *list != ICAL_RECURRENCE_ARRAY_MAX; ++list)
        if (*list == place || *list == place - length - 1) return true;
    return false;
}

bool is_nth(int n, int place, int length) {
    if (n == 0) return true;
    return n > 0 ? (place - 1) / 7 + 1 == n : (length - place) / 7 + 1 == -n;
}

bool names_weekday(const icalrecurrencetype& rule, const Day& day) {
    if (rule.by_day[0] == ICAL_RECURRENCE_ARRAY_MAX) return true;
    const bool in_month = rule.freq == ICAL_MONTHLY_RECURRENCE || rule.by_month[0] != ICAL_RECURRENCE_ARRAY_MAX;
    for (const auto* entry = rule.by_day; *entry != ICAL_RECURRENCE_ARRAY_MAX; ++entry) {
        if (icalrecurrencetype_day_day_of_week(*entry) != day.weekday) continue;
        const int n = icalrecurrencetype_day_position(*entry);
        if (in_month ? is_nth(n, day.of_month, day.month_length) : is_nth(n, day.of_year, day.year_length)) return true;
    }
    return false;
}

bool is_in_step(const icalrecurrencetype& rule, const Day& day) {
    switch (rule.freq) {
        case ICAL_DAILY_RECURRENCE: return day.since_first % rule.interval == 0;
        case ICAL_MONTHLY_RECURRENCE: return day.months_since_first % rule.interval == 0;
        case ICAL_YEARLY_RECURRENCE:
            return rule.by_week_no[0] != ICAL_RECURRENCE_ARRAY_MAX || day.years_since_first % rule.interval == 0;
        default: return true;
    }
}

bool is_possible(const icalrecurrencetype& rule, const Day& day) {
    const auto month = static_cast<int>(static_cast<unsigned>(day.date.month()));
    return is_in_step(rule, day) && names(rule.by_month, month, 12) && names(rule.by_month_day, day.of_month, day.month_length) &&
           names(rule.by_year_day, day.of_year, day.year_length) && names_weekday(rule, day);
}

/// Of how many days in its month or year a rule chooses at least: BYSETPOS=3 needs three.
int days_needed(const icalrecurrencetype& rule) {
    int needed = rule.by_set_pos[0] == ICAL_RECURRENCE_ARRAY_MAX ? 1 : ICAL_RECURRENCE_ARRAY_MAX;
    for (const auto* place = rule.by_set_pos; *place != ICAL_RECURRENCE_ARRAY_MAX; ++place)
        needed = std::min(needed, std::abs(int{*place}));
    return needed;
}

}  // namespace

bool has_possible_date(const icalrecurrencetype& rule, LocalTime first) {
    const auto begin = date::floor<date::days>(first);
    const auto needed = days_needed(rule);
    // What lies before the first start is counted, too, where the place in the month or year matters.
    auto day = needed > 1 ? date::local_days{date::year_month_day{begin}.year() / 1 / 1} : begin;
    const auto end = begin + date::days{years_searched * 366};
    int period = 0, found = 0;
    for (; day < end; day += date::days{1}) {
        const auto known = describe(day, begin);
        const int its_period = rule.freq == ICAL_MONTHLY_RECURRENCE ? known.months_since_first : known.years_since_first;
        if (its_period != period) found = 0;
        period = its_period;
        if (is_possible(rule, known) && ++found >= needed) return true;
    }
    return false;
}

}  // namespace village::calendar
