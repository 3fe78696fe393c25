#include "scheduler/calendar/lunar_rule.hpp"

#include <algorithm>

namespace village::calendar {
namespace {

bool all_within(const std::vector<unsigned>& numbers, unsigned last) {
    return numbers.size() <= last && std::ranges::all_of(numbers, [last](unsigned n) { return n >= 1 && n <= last; });
}

bool has_month(const LunarRule& rule, const LunarMonth& month) {
    if (month.leap && rule.leap_month == LeapMonth::left_out) return false;
    return rule.months.empty() || std::ranges::find(rule.months, month.month) != rule.months.end();
}

/// Ascending and each once: "29" and "30" of a month of 29 days are one day.
std::vector<unsigned> days_of(const LunarRule& rule, const LunarMonth& month) {
    std::vector<unsigned> days;
    for (const auto day : rule.days) {
        if (day <= month.length) days.push_back(day);
        if (day > month.length && rule.short_month == ShortMonth::last_day) days.push_back(month.length);
    }
    std::ranges::sort(days);
    days.erase(std::unique(days.begin(), days.end()), days.end());
    return days;
}

}  // namespace

LunarRule every_lunar_month(std::vector<unsigned> days) {
    return {std::move(days), {}, LeapMonth::counted, ShortMonth::last_day};
}

LunarRule every_lunar_year(unsigned month, unsigned day) { return {{day}, {month}, LeapMonth::left_out, ShortMonth::last_day}; }

domain::Status check_lunar_rule(const LunarRule& rule) {
    using domain::Error;
    using domain::ErrorCode;
    const auto wrong = [](const char* what, domain::BrokenRule broken) {
        return Error{ErrorCode::invalid_argument, what, std::move(broken)};
    };
    if (rule.days.empty() || !all_within(rule.days, 30))
        return wrong("a lunar recurrence names at least one day of 1 to 30, each once", {"lunar_days", "1 - 30", {}});
    if (!all_within(rule.months, 12)) return wrong("a lunar month is 1 to 12, each named once", {"lunar_months", "1 - 12", {}});
    return {};
}

std::vector<date::local_days> lunar_days(const LunarRule& rule, date::local_days from, date::local_days to, std::size_t max) {
    std::vector<date::local_days> found;
    const auto& months = lunar_months();
    const auto begins_after = [](date::local_days day, const LunarMonth& month) { return day < month.first; };
    auto month = std::upper_bound(months.begin(), months.end(), from, begins_after);
    if (month != months.begin()) --month;
    for (; month != months.end() && month->first < to; ++month) {
        if (!has_month(rule, *month)) continue;
        for (const auto number : days_of(rule, *month)) {
            const auto day = month->first + date::days{number - 1};
            if (day < from || day >= to) continue;
            if (found.size() == max) return found;
            found.push_back(day);
        }
    }
    return found;
}

}  // namespace village::calendar
