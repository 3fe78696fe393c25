#include "scheduler/calendar/expand.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace village::calendar {
namespace {

using domain::Error;
using domain::ErrorCode;
using domain::Occurrence;
using domain::UtcTime;

constexpr std::chrono::hours a_day{24};
constexpr std::chrono::hours next_within{12 * 366 * 24};

/// The tz database knows some thousand years; nobody plans beyond these.
UtcTime within_reason(UtcTime time) {
    using std::chrono::seconds;
    return std::clamp(time, UtcTime{seconds{0}}, UtcTime{seconds{16'725'225'600}});  // 1970 to 2500.
}

}  // namespace

Expander::Expander(domain::ScheduleId id, bool active, LocalTime first, const ZoneRules& zone, std::optional<Recurrence> rule)
    : schedule_(id), active_(active), first_(first), zone_(zone), rule_(std::move(rule)) {}

domain::Result<Expander> Expander::make(const domain::Schedule& schedule, const ZoneRules& zone) {
    const auto first = parse_local(schedule.local_start);
    if (!first) return first.error();
    std::optional<Recurrence> rule;
    if (!schedule.recurrence.empty()) {
        auto parsed = Recurrence::parse(schedule.recurrence, *first, zone);
        if (!parsed) return parsed.error();
        rule = std::move(*parsed);
    }
    return Expander{schedule.id, schedule.state == domain::ScheduleState::active, *first, zone, std::move(rule)};
}

std::vector<Occurrence> Expander::occurrences(UtcTime from, UtcTime to, std::size_t max) const {
    std::vector<Occurrence> found;
    from = within_reason(from);
    to = within_reason(to);
    if (!active_ || from >= to) return found;
    // A day more on either side: no zone is further away, and what does not belong is left out below.
    const auto moments =
        rule_ ? rule_->between(zone_.to_local(from) - a_day, zone_.to_local(to) + a_day, max + 64) : std::vector{first_};
    for (const auto moment : moments) {
        const auto planned = zone_.to_utc(moment);
        if (planned < from || planned >= to || found.size() == max) continue;
        // Two wall-clock times of one gap become the same moment: it sounds once.
        if (!found.empty() && found.back().planned == planned) continue;
        found.push_back({domain::occurrence_id(schedule_, planned), schedule_, planned, planned});
    }
    return found;
}

std::vector<Occurrence> Expander::between(UtcTime from, UtcTime to) const { return occurrences(from, to, occurrences_max); }

std::optional<Occurrence> Expander::next(UtcTime from) const {
    const auto found = occurrences(from, within_reason(from) + next_within, 1);
    if (found.empty()) return std::nullopt;
    return found.front();
}

domain::Result<std::vector<Occurrence>> expand(const domain::Schedule& schedule, const ZoneRules& zone, UtcTime from,
                                               UtcTime to) {
    const auto expander = Expander::make(schedule, zone);
    if (!expander) return expander.error();
    return expander->between(from, to);
}

domain::Status check_schedule(const domain::Schedule& schedule, const ZoneRules& zone, UtcTime now) {
    const auto expander = Expander::make(schedule, zone);
    if (!expander) return expander.error();
    if (schedule.state == domain::ScheduleState::active && !expander->next(now))
        return Error{ErrorCode::schedule_in_past, fmt::format("{} has passed and does not come again", schedule.local_start)};
    return {};
}

}  // namespace village::calendar
