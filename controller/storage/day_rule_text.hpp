// On which days a special day is, as text: "month 9" and "day 2", or "first 2026-05-05" and "last 2026-05-06", or a lunar rule.
#pragma once

#include <string>
#include <string_view>

#include "scheduler/domain/special_days.hpp"

namespace village::storage {

using OnDays = decltype(domain::DayRule::when);

std::string on_days_text(const OnDays& when);
/// False when the text is damaged.
bool read_on_days(std::string_view text, OnDays& when);

}  // namespace village::storage
