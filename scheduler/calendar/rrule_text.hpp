// Takes parts out of the text of an RRULE and puts others in; knows nothing of what they mean.
#pragma once

#include <string>
#include <string_view>

namespace village::calendar {

/// "FREQ=DAILY;COUNT=3" without "COUNT" is "FREQ=DAILY".
std::string without_part(std::string_view rule, std::string_view name);
/// Replaces the part, or adds it at the end.
std::string with_part(std::string_view rule, std::string_view name, std::string_view value);
/// Does it say itself at which times of the day?
bool names_hours(std::string_view rule);

}  // namespace village::calendar
