// A recurrence by the Vietnamese lunar calendar, beside the RRULE: rằm (15) and mùng 1 of every month, Giỗ Tổ (10 of month 3),
// the 30th of the last month. Gives days; the time of the day comes from the Timing. Pure.
#pragma once

#include <string>
#include <vector>

#include "scheduler/calendar/lunar.hpp"
#include "scheduler/domain/error.hpp"

namespace village::calendar {

/// What a leap month ("tháng nhuận") counts for. By custom it has its own mùng 1 and rằm, but a yearly feast or death day is kept
/// once, in the first month of this number: so `counted` is for rules without months and `left_out` for yearly ones.
enum class LeapMonth : std::uint8_t { left_out, counted };

/// What becomes of day 30 in a month of 29 days: it moves to the 29th (by custom; "30 Tết" is the last day of the year), or there
/// is none.
enum class ShortMonth : std::uint8_t { last_day, left_out };

struct LunarRule {
    std::vector<unsigned> days;    ///< 1 to 30, at least one.
    std::vector<unsigned> months;  ///< 1 to 12; empty: every month.
    LeapMonth leap_month = LeapMonth::counted;
    ShortMonth short_month = ShortMonth::last_day;
    bool operator==(const LunarRule&) const = default;
};

/// The usual policies: a leap month has its own rằm ...
LunarRule every_lunar_month(std::vector<unsigned> days);
/// ... and a yearly date has one day a year.
LunarRule every_lunar_year(unsigned month, unsigned day);

/// `invalid_argument` when a day or month does not exist, or no day is named.
domain::Status check_lunar_rule(const LunarRule& rule);

/// The days in [from, to), ascending, each once; at most `max`. None outside the years that lunar.hpp answers.
std::vector<date::local_days> lunar_days(const LunarRule& rule, date::local_days from, date::local_days to, std::size_t max);

}  // namespace village::calendar
