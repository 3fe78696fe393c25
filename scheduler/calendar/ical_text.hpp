// The lines of an iCalendar file (RFC 5545, 3.1): folded at 75 octets, ended by CRLF, a name, parameters and a value. Knows nothing of
// what they mean. Pure; reading is bounded and takes any bytes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/calendar/zone_rules.hpp"

namespace village::calendar {

/// Adds one line, folded between characters, never inside one.
void add_ical_line(std::string& file, std::string_view line);
/// TEXT (3.3.11): backslash, semicolon, comma and line end escaped; other control characters left out.
std::string escape_ical(std::string_view text);
std::string unescape_ical(std::string_view text);
/// "20261123T053000"
std::string ical_local(LocalTime time);
/// "20261122T223000Z"
std::string ical_utc(domain::UtcTime time);

struct IcalLine {
    std::size_t number = 0;                         ///< Where it begins in the file, from 1.
    std::string name;                               ///< Upper case.
    std::map<std::string, std::string> parameters;  ///< Names in upper case, values without their quotes.
    std::string value;
    bool was_repaired = false;  ///< It had bytes that are no UTF-8; each of them became U+FFFD.
};

inline constexpr std::size_t ical_size_max = 1024 * 1024;
inline constexpr std::size_t ical_lines_max = 50'000;

/// Unfolded lines, in UTF-8 whatever the file is in. `too_large` over the bounds. A line without a name and a colon is left out and its number added to `unreadable`.
domain::Result<std::vector<IcalLine>> read_ical_lines(std::string_view file, std::vector<std::size_t>& unreadable);

/// DATE-TIME (3.3.5), the Z not looked at; nothing if it is none, or if its year lies outside 1970 to 2200.
std::optional<LocalTime> read_ical_time(std::string_view text);
/// DURATION (3.3.6) up to a week; nothing if it is none or negative.
std::optional<std::chrono::seconds> read_ical_duration(std::string_view text);

}  // namespace village::calendar
