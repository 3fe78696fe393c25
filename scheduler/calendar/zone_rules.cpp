#include "scheduler/calendar/zone_rules.hpp"

#include <fmt/format.h>

#include <charconv>
#include <stdexcept>

namespace village::calendar {
namespace {

using domain::Error;
using domain::ErrorCode;
using domain::UtcTime;

UtcTime from_sys(date::sys_seconds time) { return UtcTime{time.time_since_epoch()}; }

UtcTime resolve(const date::local_info& info, LocalTime local) {
    // The clock jumped over this time: the moment the gap ends is the nearest that exists.
    if (info.result == date::local_info::nonexistent) return from_sys(info.first.end);
    return UtcTime{local.time_since_epoch() - info.first.offset};
}

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

ZoneRules ZoneRules::fixed(std::chrono::minutes offset) {
    ZoneRules rules;
    rules.offset_ = offset;
    return rules;
}

domain::Result<ZoneRules> ZoneRules::named(std::string_view name) {
    try {
        ZoneRules rules;
        rules.zone_ = date::locate_zone(std::string{name});
        return rules;
    } catch (const std::runtime_error&) {
        return Error{ErrorCode::invalid_argument, fmt::format("no time zone {} in this machine's tz database", name)};
    }
}

UtcTime ZoneRules::to_utc(LocalTime local) const {
    if (zone_) return resolve(zone_->get_info(local), local);
    return UtcTime{local.time_since_epoch() - offset_};
}

LocalTime ZoneRules::to_local(UtcTime utc) const {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(utc.time_since_epoch());
    if (zone_) return zone_->to_local(date::sys_seconds{seconds});
    return LocalTime{seconds + offset_};
}

domain::Result<LocalTime> parse_local(std::string_view text) {
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

}  // namespace village::calendar
