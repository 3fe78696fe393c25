#include "scheduler/domain/hours.hpp"

#include <algorithm>

namespace village::domain {

bool HourWindow::contains(std::uint16_t minute) const {
    if (from_minute <= to_minute) return minute >= from_minute && minute < to_minute;
    return minute >= from_minute || minute < to_minute;
}

const DayHours& HoursPolicy::on(std::int64_t day) const {
    const auto found = std::ranges::lower_bound(days, day, {}, &DatedHours::day);
    return found != days.end() && found->day == day ? found->hours : *this;
}

}  // namespace village::domain
