// The Vietnamese lunar calendar (âm lịch) at UTC+7: a month begins on the day of the new moon, the month of the winter solstice is
// the 11th, and in a year of thirteen moons the first month without a major solar term is a leap month. Not the Chinese calendar,
// which counts days at UTC+8 and differs some years (Tết 1985, 2007, 2030). Pure.
#pragma once

#include <date/date.h>

#include <optional>
#include <vector>

namespace village::calendar {

struct LunarDate {
    int year = 0;        ///< Named after the solar year in which its Tết lies.
    unsigned month = 0;  ///< 1 to 12.
    unsigned day = 0;    ///< 1 to 30.
    bool leap = false;   ///< The second month of this number ("nhuận").
    bool operator==(const LunarDate&) const = default;
};

/// Lunar years that are answered: from when Vietnam counts at UTC+7 to as far as the sun's place is known well enough.
inline constexpr int lunar_year_first = 1968;
inline constexpr int lunar_year_last = 2099;

/// One month: from its new moon to the day before the next.
struct LunarMonth {
    date::local_days first;
    unsigned length = 0;  ///< 29 or 30 days.
    int year = 0;
    unsigned month = 0;
    bool leap = false;
};
/// Every month of the years that are answered, ascending, without a hole; computed once, at the first question (some 10 ms).
const std::vector<LunarMonth>& lunar_months();

/// Nothing outside these years.
std::optional<LunarDate> to_lunar(date::local_days day);
/// Nothing if the year has no such leap month, or the month no such day: "30 Chạp" exists in some years only.
std::optional<date::local_days> from_lunar(const LunarDate& date);
/// The first day of the first month.
inline std::optional<date::local_days> tet(int lunar_year) { return from_lunar({lunar_year, 1, 1, false}); }

}  // namespace village::calendar
