// Windows of a day as sets of minutes: what several have in common, what they cover together, and their words.
#pragma once

#include <string>
#include <vector>

#include "scheduler/domain/hours.hpp"

namespace village::policy {

/// Of a kind (allowed, quiet, tests) a day has so many at most: a loudspeaker reads no more (protocol/hours_codec.hpp).
inline constexpr std::size_t windows_of_a_day_max = 16;

/// Inside one day, and not empty.
bool is_window(const domain::HourWindow& window);
bool is_in(const std::vector<domain::HourWindow>& windows, std::uint16_t minute);

/// The minutes that lie in both; what two windows of the one divide stays divided. Ascending; one that passes midnight comes back as
/// its two ends. Beyond the bound the last of the day are left out: it becomes quieter.
std::vector<domain::HourWindow> shared_windows(const std::vector<domain::HourWindow>& a,
                                               const std::vector<domain::HourWindow>& b);
/// The minutes that lie in either, as they were written. Beyond the bound those with the shortest pause between them become one: as
/// quiet hours, it becomes quieter.
std::vector<domain::HourWindow> joined_windows(std::vector<domain::HourWindow> a, const std::vector<domain::HourWindow>& b);

/// "03:15"
std::string clock_text(std::uint16_t minute);
/// "21:00-05:00"
std::string window_text(const domain::HourWindow& window);
/// "05:30-06:30, 17:00-18:00"
std::string windows_text(const std::vector<domain::HourWindow>& windows);

}  // namespace village::policy
