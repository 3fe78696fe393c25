#include "scheduler/calendar/lunar.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

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

const std::vector<LunarMonth>& lunar_months() {
    static const auto months = [] {
        std::vector<LunarMonth> all;
        for (int solar_year = lunar_year_first; solar_year <= lunar_year_last + 1; ++solar_year) {
            const auto year = solstice_year(solar_year);
            for (int moon = year.first_moon; moon < year.next_first_moon; ++moon) {
                const auto known = year.month_of(moon);
                const auto length = static_cast<unsigned>((first_day(moon + 1) - first_day(moon)).count());
                if (is_answered(known.year)) all.push_back({first_day(moon), length, known.year, known.month, known.leap});
            }
        }
        return all;
    }();
    return months;
}

std::optional<LunarDate> to_lunar(local_days day) {
    const auto& months = lunar_months();
    const auto begins_after = [](local_days sought, const LunarMonth& month) { return sought < month.first; };
    auto month = std::upper_bound(months.begin(), months.end(), day, begins_after);
    if (month == months.begin()) return std::nullopt;
    --month;
    const auto place = (day - month->first).count();
    if (place >= static_cast<int>(month->length)) return std::nullopt;
    return LunarDate{month->year, month->month, static_cast<unsigned>(place) + 1, month->leap};
}

std::optional<local_days> from_lunar(const LunarDate& date) {
    const auto& months = lunar_months();
    const auto place_of = [](const auto& month) { return std::tuple{month.year, month.month, month.leap}; };
    const auto is_before = [&](const LunarMonth& month, const LunarDate& sought) { return place_of(month) < place_of(sought); };
    const auto month = std::lower_bound(months.begin(), months.end(), date, is_before);
    if (month == months.end() || place_of(*month) != place_of(date) || date.day < 1 || date.day > month->length)
        return std::nullopt;
    return month->first + date::days{date.day - 1};
}

}  // namespace village::calendar
