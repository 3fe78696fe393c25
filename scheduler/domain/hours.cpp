#include "scheduler/domain/hours.hpp"

namespace village::domain {

bool HourWindow::contains(std::uint16_t minute) const {
    if (from_minute <= to_minute) return minute >= from_minute && minute < to_minute;
    return minute >= from_minute || minute < to_minute;
}

}  // namespace village::domain
