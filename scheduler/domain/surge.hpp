// A surge period (đợt cao điểm: storm, epidemic, election): one leader's act opens more hours for given bulletins and places until a
// date. It ends by itself. What follows from it is policy's (`policy/surge.hpp`).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduler/domain/hours.hpp"
#include "scheduler/domain/ids.hpp"
#include "scheduler/domain/priority.hpp"

namespace village::domain {

using SurgePeriodId = Id<struct SurgePeriodTag>;

struct SurgePeriod {
    static constexpr std::chrono::hours longest{31 * 24};
    static constexpr std::size_t windows_max = 8;

    SurgePeriodId id;
    std::string name;  ///< "Ứng phó bão số 3"
    UtcTime from{};
    UtcTime until{};
    std::vector<HourWindow> windows;            ///< Allowed beside the commune's own, every day of it.
    bool in_quiet_hours = false;                ///< The windows hold even where they lie in the quiet hours.
    std::uint8_t sessions_per_day = 0;          ///< More than the commune's own number.
    Priority from_priority = Priority::normal;  ///< For this one and those above it ...
    std::vector<std::string> categories;        ///< ... of these; empty: of all.
    std::vector<AreaId> areas;                  ///< Where, and below; the commune's own id is everywhere.
    OperatorId approved_by;
    UtcTime approved_at{};
    std::optional<UtcTime> ended_at;  ///< Ended by a person before its time.
    UtcTime ends_at() const { return ended_at && *ended_at < until ? *ended_at : until; }
    bool operator==(const SurgePeriod&) const = default;
};

}  // namespace village::domain
