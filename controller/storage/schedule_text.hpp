// What a plain rule cannot say of a schedule, as the text of one column: empty for most, else "1" and then one thing a line,
// "valid_until 2027-01-31". The first lines speak of the schedule itself; "part" and "change" begin an earlier part and the change of
// a single occurrence. Decision 0019.
#pragma once

#include <string>
#include <string_view>

#include "scheduler/domain/schedule.hpp"

namespace village::storage {

/// Of the times all but `first` and an RRULE, which have columns of their own, and the edits.
std::string calendar_text(const domain::Schedule& schedule);
/// False when it cannot be read; `schedule` is then half filled.
bool read_calendar_text(std::string_view text, domain::Schedule& schedule);

}  // namespace village::storage
