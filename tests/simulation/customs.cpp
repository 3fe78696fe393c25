#include "tests/simulation/customs.hpp"

#include <algorithm>
#include <array>

namespace village::simulation {
namespace {

using date::local_days;
using domain::DayAction;
using domain::DayKind;
using domain::Priority;
using domain::Rrule;
using domain::UtcTime;
using domain::WhenInterrupted;
using std::chrono::hours;
using std::chrono::minutes;

local_days day(int year, unsigned month, unsigned day) {
    return local_days{date::year{year} / static_cast<int>(month) / static_cast<int>(day)};
}

const std::array lunar_new_years{day(2026, 2, 17), day(2027, 2, 6), day(2028, 1, 26),
                                 day(2029, 2, 13), day(2030, 2, 2), day(2031, 1, 23)};

date::year_month_day ymd(local_days day) { return date::year_month_day{day}; }
unsigned number(date::day day) { return static_cast<unsigned>(day); }
bool is_date(local_days day, unsigned month, unsigned of_month) {
    return ymd(day).month() == date::month{month} && number(ymd(day).day()) == of_month;
}

bool always(local_days, local_days) { return true; }
bool every_second(local_days day, local_days first) { return (day - first).count() % 2 == 0; }
bool on_weekdays(local_days day, local_days) { return date::weekday{day}.iso_encoding() <= 5; }
bool on_the_31st(local_days day, local_days) { return is_31st(day); }
bool on_leap_day(local_days day, local_days) { return is_leap_day(day); }
bool on_new_years_eve(local_days day, local_days) { return is_date(day, 12, 31); }
bool on_lunar_new_year(local_days day, local_days) { return is_lunar_new_year(day); }

/// Days, or the eves of days, on which something is different.
local_days some_special_day(Random& random) {
    const auto year = static_cast<int>(2026 + random.below(5));
    switch (random.below(4)) {
        case 0: return day(year, 12, 31);
        case 1: return day(2028, 2, static_cast<unsigned>(28 + random.below(2)));
        case 2: return day(year, std::array{1U, 3U, 5U, 7U, 8U, 10U, 12U}[random.below(7)], 31);
        default: return lunar_new_years[random.below(lunar_new_years.size())] - date::days{random.below(2)};
    }
}

}  // namespace

local_days local_day(UtcTime time) {
    return local_days{
        date::floor<date::days>(time.time_since_epoch() + std::chrono::duration_cast<domain::Duration>(local_offset))};
}

UtcTime utc_of(local_days day, std::chrono::seconds time_of_day) {
    return UtcTime{day.time_since_epoch() + time_of_day - local_offset};
}

bool is_lunar_new_year(local_days day) { return std::ranges::find(lunar_new_years, day) != lunar_new_years.end(); }

bool is_leap_day(local_days day) { return is_date(day, 2, 29); }

bool is_31st(local_days day) { return number(ymd(day).day()) == 31; }

UtcTime some_beginning(Random& random) {
    auto day = local_days{date::year{2026} / 1 / 1} + date::days{random.below(5 * 365)};
    if (random.chance(0.6)) day = some_special_day(random);
    return utc_of(day, {}) + random.between(hours{0}, hours{23});
}

std::vector<UtcTime> Custom::due_times(UtcTime from, UtcTime to) const {
    std::vector<UtcTime> times;
    for (auto day = local_day(from) - date::days{1}; day <= local_day(to); day += date::days{1}) {
        const auto time = utc_of(day, time_of_day);
        if (time >= from && time < to && falls_on(day, first)) times.push_back(time);
    }
    return times;
}

std::vector<Custom> customs_of(UtcTime beginning) {
    const auto first = local_day(beginning) - date::days{3};
    const auto at = [](int hour, int minute) { return std::chrono::seconds{hours{hour} + minutes{minute}}; };
    const auto rule = [](const char* text) { return domain::Repetition{Rrule{text}}; };
    return {
        {at(5, 30), rule("FREQ=DAILY"), first, always},
        {at(5, 40), rule("FREQ=DAILY"), first, always, Priority::priority, WhenInterrupted::restart},
        {at(5, 42), rule("FREQ=DAILY"), first, always, Priority::normal, WhenInterrupted::drop},
        {at(6, 5), rule("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"), day(2025, 11, 21), on_weekdays, Priority::background,
         WhenInterrupted::duck, false, true},
        {at(17, 0), rule("FREQ=DAILY"), first, always},
        {at(17, 2), rule("FREQ=DAILY"), first, always, Priority::background, WhenInterrupted::duck, false, true},
        {at(17, 20),
         rule("FREQ=DAILY;INTERVAL=2"),
         first,
         every_second,
         Priority::normal,
         WhenInterrupted::restart,
         false,
         false,
         {{DayKind::public_holiday, "", DayAction::skip}}},
        {at(17, 35),
         rule("FREQ=DAILY"),
         first,
         always,
         Priority::normal,
         WhenInterrupted::resume,
         false,
         false,
         {{DayKind::election_day, "", DayAction::only_then}}},
        {at(20, 47), rule("FREQ=DAILY"), first, always, Priority::normal, WhenInterrupted::resume, true},
        {at(18, 10), rule("FREQ=MONTHLY;BYMONTHDAY=31"), day(2025, 1, 31), on_the_31st},
        {at(18, 20), rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"), day(2024, 2, 29), on_leap_day},
        {at(23, 58), rule("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"), day(2025, 12, 31), on_new_years_eve, Priority::priority,
         WhenInterrupted::resume, true},
        {at(0, 0), domain::LunarRule{.days = {1}, .months = {1}}, day(2026, 1, 1), on_lunar_new_year, Priority::priority,
         WhenInterrupted::resume, true},
    };
}

}  // namespace village::simulation
