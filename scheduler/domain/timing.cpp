#include "scheduler/domain/timing.hpp"

#include <fmt/format.h>

#include <charconv>

namespace village::domain {
namespace {

bool read_number(std::string_view text, std::size_t at, std::size_t digits, int& value) {
    if (at + digits > text.size()) return false;
    for (std::size_t i = at; i < at + digits; ++i)
        if (text[i] < '0' || text[i] > '9') return false;
    std::from_chars(text.data() + at, text.data() + at + digits, value);
    return true;
}

bool has_separators(std::string_view text) {
    const bool length = text.size() == 16 || text.size() == 19;
    return length && text[4] == '-' && text[7] == '-' && text[10] == 'T' && text[13] == ':' &&
           (text.size() == 16 || text[16] == ':');
}

}  // namespace

Result<LocalTime> parse_local(std::string_view text) {
    const auto wrong = [&] {
        return Error{ErrorCode::invalid_argument,
                     fmt::format("\"{}\" is not a local time like 2026-11-23T05:30:00", text.substr(0, 40))};
    };
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    const bool read = has_separators(text) && read_number(text, 0, 4, year) && read_number(text, 5, 2, month) &&
                      read_number(text, 8, 2, day) && read_number(text, 11, 2, hour) && read_number(text, 14, 2, minute) &&
                      (text.size() == 16 || read_number(text, 17, 2, second));
    if (!read || hour > 23 || minute > 59 || second > 59) return wrong();
    const auto date = date::year{year} / month / day;
    if (!date.ok()) return wrong();
    return LocalTime{date::local_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
                     std::chrono::seconds{second}};
}

std::string local_text(LocalTime time) { return date::format("%Y-%m-%dT%H:%M:%S", time); }

Result<date::local_days> parse_local_day(std::string_view text) {
    const auto midnight = parse_local(fmt::format("{}T00:00:00", text.substr(0, 40)));
    if (!midnight)
        return Error{ErrorCode::invalid_argument, fmt::format("\"{}\" is not a day like 2026-11-23", text.substr(0, 40))};
    return date::floor<date::days>(*midnight);
}

std::string local_day_text(date::local_days day) { return date::format("%Y-%m-%d", day); }

std::string_view leap_month_name(LeapMonth policy) { return policy == LeapMonth::counted ? "counted" : "left_out"; }

std::optional<LeapMonth> leap_month_from_name(std::string_view name) {
    if (name == "counted") return LeapMonth::counted;
    if (name == "left_out") return LeapMonth::left_out;
    return std::nullopt;
}

std::string_view short_month_name(ShortMonth policy) { return policy == ShortMonth::last_day ? "last_day" : "left_out"; }

std::optional<ShortMonth> short_month_from_name(std::string_view name) {
    if (name == "last_day") return ShortMonth::last_day;
    if (name == "left_out") return ShortMonth::left_out;
    return std::nullopt;
}

std::string rrule_of(const Timing& timing) {
    const auto* rule = std::get_if<Rrule>(&timing.repeats);
    return rule ? rule->text : std::string{};
}

}  // namespace village::domain
