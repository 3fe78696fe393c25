#include "controller/storage/day_rule_text.hpp"

#include "controller/storage/text_lines.hpp"

namespace village::storage {
namespace {

bool read_on_days_line(std::string_view key, std::string_view value, OnDays& when) {
    if (key == "month") return to_value(value, when.emplace<domain::YearlyDay>().month);
    if (key == "first") return to_value(value, when.emplace<domain::DaySpan>().first);
    if (key == "leap_month") when.emplace<domain::LunarRule>();
    if (auto* yearly = std::get_if<domain::YearlyDay>(&when)) return key == "day" && to_value(value, yearly->day);
    if (auto* span = std::get_if<domain::DaySpan>(&when)) return key == "last" && to_value(value, span->last);
    return read_lunar_line(key, value, std::get<domain::LunarRule>(when));
}

}  // namespace

std::string on_days_text(const OnDays& when) {
    Lines lines;
    if (const auto* yearly = std::get_if<domain::YearlyDay>(&when)) {
        lines.add("month", yearly->month);
        lines.add("day", yearly->day);
    } else if (const auto* span = std::get_if<domain::DaySpan>(&when)) {
        lines.add("first", domain::local_day_text(span->first));
        lines.add("last", domain::local_day_text(span->last));
    } else {
        lines.add_lunar(std::get<domain::LunarRule>(when));
    }
    return lines.text();
}

bool read_on_days(std::string_view text, OnDays& when) {
    return !text.empty() &&
           read_lines(text, [&](std::string_view key, std::string_view value) { return read_on_days_line(key, value, when); });
}

}  // namespace village::storage
