// A recurrence by the Vietnamese lunar calendar, beside the RRULE: rằm (15) and mùng 1 of every month, Giỗ Tổ (10 of month 3),
// the 30th of the last month. Gives days; the time of the day comes from the Timing. Pure.
#pragma once

#include <vector>

#include "scheduler/calendar/lunar.hpp"
#include "scheduler/domain/timing.hpp"

namespace village::calendar {

using domain::LeapMonth;
using domain::LunarRule;
using domain::ShortMonth;

/// The usual policies: a leap month has its own rằm ...
LunarRule every_lunar_month(std::vector<unsigned> days);
/// ... and a yearly date has one day a year.
LunarRule every_lunar_year(unsigned month, unsigned day);

/// `invalid_argument` when a day or month does not exist, or no day is named.
domain::Status check_lunar_rule(const LunarRule& rule);

/// The days in [from, to), ascending, each once; at most `max`. None outside the years that lunar.hpp answers.
std::vector<date::local_days> lunar_days(const LunarRule& rule, date::local_days from, date::local_days to, std::size_t max);

}  // namespace village::calendar
