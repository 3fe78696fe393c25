#include "scheduler/calendar/lunar.hpp"

#include <cmath>

#include "scheduler/calendar/moon_and_sun.hpp"

namespace village::calendar {
namespace {

using date::local_days;

constexpr double utc_offset_days = 7.0 / 24;
constexpr int sectors_before_winter_solstice = 9;  // 270° in steps of 30°, each begun by a major term.

local_days first_day(int moon) { return local_days{date::days{static_cast<int>(std::floor(new_moon(moon) + utc_offset_days))}}; }

/// Which twelfth of its way the sun is in when this day begins in Vietnam.
int sun_sector(local_days day) {
    return static_cast<int>(sun_longitude(static_cast<double>(day.time_since_epoch().count()) - utc_offset_days) / 30);
}

int last_moon_until(local_days day) {
    int moon = new_moon_number_near(static_cast<double>(day.time_since_epoch().count())) + 1;
    while (first_day(moon) > day) --moon;
    return moon;
}

/// The moon of month 11, which contains the winter solstice of this solar year.
int solstice_moon(int solar_year) {
    const int moon = last_moon_until(local_days{date::year{solar_year} / 12 / 31});
    const bool begins_after_the_solstice = sun_sector(first_day(moon)) >= sectors_before_winter_solstice;
    return begins_after_the_solstice ? moon - 1 : moon;
}

bool has_major_term(int moon) { return sun_sector(first_day(moon)) != sun_sector(first_day(moon + 1)); }

/// The moons from one winter solstice to the next: months 11, 12, 1 ... 10, and at most one leap month.
struct SolsticeYear {
    int solar_year = 0;  ///< In which months 1 to 10 lie.
    int first_moon = 0;
    int next_first_moon = 0;
    std::optional<int> leap_moon;

    LunarDate month_of(int moon) const {
        const bool counted_already = leap_moon && moon >= *leap_moon;
        const int place = moon - first_moon - (counted_already ? 1 : 0);
        return {place < 2 ? solar_year - 1 : solar_year, static_cast<unsigned>((10 + place) % 12 + 1), 0, leap_moon == moon};
    }
};

SolsticeYear solstice_year(int solar_year) {
    SolsticeYear year{solar_year, solstice_moon(solar_year - 1), solstice_moon(solar_year), std::nullopt};
    if (year.next_first_moon - year.first_moon == 12) return year;
    for (int moon = year.first_moon + 1; moon < year.next_first_moon && !year.leap_moon; ++moon)
        if (!has_major_term(moon)) year.leap_moon = moon;
    return year;
}

bool is_answered(int lunar_year) { return lunar_year >= lunar_year_first && lunar_year <= lunar_year_last; }

}  // namespace

std::optional<LunarDate> to_lunar(local_days day) {
    const int solar_year = int{date::year_month_day{day}.year()};
    if (!is_answered(solar_year) && !is_answered(solar_year - 1)) return std::nullopt;
    const int moon = last_moon_until(day);
    auto year = solstice_year(solar_year);
    if (moon >= year.next_first_moon) year = solstice_year(solar_year + 1);
    auto found = year.month_of(moon);
    found.day = static_cast<unsigned>((day - first_day(moon)).count()) + 1;
    if (!is_answered(found.year)) return std::nullopt;
    return found;
}

std::optional<local_days> from_lunar(const LunarDate& date) {
    if (!is_answered(date.year) || date.month < 1 || date.month > 12 || date.day < 1) return std::nullopt;
    const auto year = solstice_year(date.month > 10 ? date.year + 1 : date.year);
    for (int moon = year.first_moon; moon < year.next_first_moon; ++moon) {
        const auto month = year.month_of(moon);
        if (month.month != date.month || month.leap != date.leap) continue;
        const auto day = first_day(moon) + date::days{date.day - 1};
        if (day >= first_day(moon + 1)) return std::nullopt;
        return day;
    }
    return std::nullopt;
}

}  // namespace village::calendar
