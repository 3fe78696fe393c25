// Three times that do not convert into each other without naming a clock: UtcTime (calendar truth), MonotonicTime
// (measuring), MediaTime (the playout clock that all nodes share). All count microseconds.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "scheduler/domain/error.hpp"

namespace village::domain {

template <class Tag>
struct Clock {
    using duration = std::chrono::microseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<Clock, duration>;
    static constexpr bool is_steady = false;
};

/// Microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
using UtcTime = Clock<struct UtcTag>::time_point;
/// Microseconds since an arbitrary start; never steps.
using MonotonicTime = Clock<struct MonotonicTag>::time_point;
/// Microseconds since the T0 of a broadcast.
using MediaTime = Clock<struct MediaTag>::time_point;

using Duration = std::chrono::microseconds;

constexpr UtcTime utc_from_us(std::int64_t us) { return UtcTime{Duration{us}}; }
constexpr std::int64_t to_us(UtcTime time) { return time.time_since_epoch().count(); }

/// RFC 3339 in UTC with milliseconds: "2026-11-22T22:30:00.000Z".
std::string utc_text(UtcTime time);
/// Reads RFC 3339 with any offset and up to six decimals; anything else is `invalid_argument`.
Result<UtcTime> parse_utc(std::string_view text);

}  // namespace village::domain
