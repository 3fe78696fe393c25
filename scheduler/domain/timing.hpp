// When a schedule sounds, as a person says it: on the wall clock of the commune, once, by RRULE or by lunar date, at one or several
// times of the day, with days added and left out. Values only; what they mean says scheduler/calendar.
#pragma once

#include <date/date.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "scheduler/domain/error.hpp"

namespace village::domain {

/// What a clock on the wall shows; belongs to no zone until one is named.
using LocalTime = date::local_time<std::chrono::seconds>;
/// Reads "2026-11-23T05:30:00" (seconds may be left out); anything else is `invalid_argument`.
Result<LocalTime> parse_local(std::string_view text);
/// "2026-11-23T05:30:00"
std::string local_text(LocalTime time);
/// Reads "2026-11-23"; anything else is `invalid_argument`.
Result<date::local_days> parse_local_day(std::string_view text);
/// "2026-11-23"
std::string local_day_text(date::local_days day);

/// What a leap month ("tháng nhuận") counts for. By custom it has its own mùng 1 and rằm, but a yearly feast or death day is kept
/// once, in the first month of this number: so `counted` is for rules without months and `left_out` for yearly ones.
enum class LeapMonth : std::uint8_t { left_out, counted };

/// What becomes of day 30 in a month of 29 days: it moves to the 29th (by custom; "30 Tết" is the last day of the year), or there
/// is none.
enum class ShortMonth : std::uint8_t { last_day, left_out };

/// "left_out", "counted" and "last_day", as in the API.
std::string_view leap_month_name(LeapMonth policy);
std::optional<LeapMonth> leap_month_from_name(std::string_view name);
std::string_view short_month_name(ShortMonth policy);
std::optional<ShortMonth> short_month_from_name(std::string_view name);

/// By the Vietnamese lunar calendar: rằm (15) and mùng 1 of every month, Giỗ Tổ (10 of month 3).
struct LunarRule {
    std::vector<unsigned> days;    ///< 1 to 30, at least one.
    std::vector<unsigned> months;  ///< 1 to 12; empty: every month.
    LeapMonth leap_month = LeapMonth::counted;
    ShortMonth short_month = ShortMonth::last_day;
    bool operator==(const LunarRule&) const = default;
};

struct Once {
    bool operator==(const Once&) const = default;
};
struct Rrule {
    std::string text;  ///< RFC 5545 without "RRULE:": "FREQ=MONTHLY;BYDAY=2TU".
    bool operator==(const Rrule&) const = default;
};
using Repetition = std::variant<Once, Rrule, LunarRule>;

struct Timing {
    LocalTime first{};   ///< Nothing sounds before it but `also_on`; its time of day is the earliest of the day.
    Repetition repeats;  ///< Which days.
    std::vector<std::chrono::seconds>
        also_at;                     ///< More times of each such day, since midnight, ascending and after that of `first`.
    std::vector<LocalTime> also_on;  ///< RDATE: single moments more.
    std::vector<LocalTime> not_on;   ///< EXDATE: moments that fall away, whatever gave them.
    std::optional<date::local_days> valid_from;  ///< The validity range, both days included; limits all of the above and does not
    std::optional<date::local_days> valid_until;  ///< move the beginning that INTERVAL and COUNT count from.
    bool operator==(const Timing&) const = default;
};

/// The RRULE, or nothing when it repeats otherwise or not at all.
std::string rrule_of(const Timing& timing);

}  // namespace village::domain
