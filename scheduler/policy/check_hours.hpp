// The guard of the clock: may something sound at this wall-clock time? Asked when a schedule is saved, by the signer, and by
// the node itself. In December 2025 a mis-set relay woke a commune at 03:15; no layer may leave this question to another.
#pragma once

#include <optional>

#include "scheduler/domain/error.hpp"
#include "scheduler/domain/hours.hpp"
#include "scheduler/domain/time.hpp"

namespace village::policy {

/// Where a span of time lies; the worst minute of it counts.
enum class HoursStanding : std::uint8_t { allowed, outside, quiet };

/// Days since 1970 on the wall clock of the commune: what `HoursPolicy::on` asks for.
std::int64_t local_day(const domain::HoursPolicy& hours, domain::UtcTime time);
/// Of a day counted so. 0: Monday ... 6: Sunday.
unsigned weekday_of(std::int64_t day);

HoursStanding hours_standing(const domain::HoursPolicy& hours, domain::UtcTime start, domain::Duration duration);

/// `quiet_hours`, `outside_allowed_hours` or `too_long` (longest session), whichever is worst, with the rule it breaks.
domain::Status check_hours(const domain::HoursPolicy& hours, domain::UtcTime start, domain::Duration duration);
/// Only the longest session.
domain::Status check_session_length(const domain::DayHours& hours, domain::Duration duration);
/// May a loudspeaker test itself audibly then? `outside_allowed_hours` with the rule `test_hours`: on Monday to Friday only, in the
/// windows for it, never in quiet hours.
domain::Status check_test_hours(const domain::HoursPolicy& hours, domain::UtcTime start, domain::Duration duration);

/// The next moment at or after `time`, to the minute, when quiet hours begin; empty if none begin today or tomorrow.
std::optional<domain::UtcTime> next_quiet_start(const domain::HoursPolicy& hours, domain::UtcTime time);
/// Until when the standing of `time` and every better one lasts: when what may sound at `time` has to be silent again. Empty if it
/// lasts a day or more. A second for ringing out is included.
std::optional<domain::UtcTime> standing_until(const domain::HoursPolicy& hours, domain::UtcTime time);
bool is_quiet(const domain::HoursPolicy& hours, domain::UtcTime time);

}  // namespace village::policy
