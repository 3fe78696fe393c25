// Hours by hamlet and by kind of day, as data of the commune. What follows from them for a loudspeaker and a day is laid out into
// a `HoursPolicy` (policy/hours_rules.hpp).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduler/domain/hours.hpp"
#include "scheduler/domain/ids.hpp"
#include "scheduler/domain/special_days.hpp"

namespace village::domain {

/// What a hamlet or a kind of day lays down beside the commune's own hours. It only ever narrows them: whoever opens more hours
/// opens them for the commune, or for a surge period.
struct HoursRule {
    std::string name;            ///< "Thôn Bến, ngày chủ nhật": what a person is told. Unique, not empty.
    std::vector<AreaId> areas;   ///< Where, with everything below it; empty: the whole commune.
    std::uint8_t weekdays = 0;   ///< Bit 0: Monday ... bit 6: Sunday.
    std::vector<DayKind> kinds;  ///< Special days of these kinds; with no weekday and no kind: every day.
    std::optional<std::vector<HourWindow>> allowed;  ///< Of the commune's own only these; none: silence.
    std::vector<HourWindow> quiet;                   ///< Quiet, too.
    std::optional<Duration> longest_session;         ///< At most the commune's own counts.
    std::optional<std::uint8_t> sessions_per_day;    ///< The same.
    bool operator==(const HoursRule&) const = default;
};

/// All of a commune's, in no order: where several hold, each narrows.
struct HoursRules {
    std::vector<HoursRule> rules;
    std::uint32_t version = 1;
    bool operator==(const HoursRules&) const = default;
};

}  // namespace village::domain
