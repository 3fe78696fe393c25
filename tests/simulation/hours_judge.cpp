#include "tests/simulation/hours_judge.hpp"

#include <algorithm>

namespace village::simulation {
namespace {

using domain::Grant;
using domain::NodeNumber;
using domain::UtcTime;

/// Until the signer has been told that a period was ended: a controller asks again and again.
constexpr std::chrono::minutes signer_knows_within{1};

}  // namespace

void HoursJudge::ended(domain::SurgePeriodId id, UtcTime now) {
    for (auto& period : periods_)
        if (period.surge.id == id) period.surge.ended_at = now;
}

bool HoursJudge::is_for(const Period& period, const Grant& grant) {
    return period.surge.in_quiet_hours && grant.priority >= period.surge.from_priority;
}

bool HoursJudge::is_open(const Period& period, UtcTime time) const {
    const auto minute = facts_.minute_of_day(time);
    const auto holds = [&](const domain::HourWindow& window) { return window.contains(minute); };
    return period.surge.from <= time && time < period.surge.until && std::ranges::any_of(period.surge.windows, holds);
}

void HoursJudge::issued(const Grant& grant, UtcTime now) const {
    if (domain::is_called(grant.kind) || !grant.quiet_hours) return;
    const auto permits = [&](const Period& period) {
        const bool goes_on = now <= period.surge.ends_at() + signer_knows_within;
        return goes_on && is_for(period, grant) && grant.nodes.is_subset_of(period.nodes);
    };
    if (!std::ranges::any_of(periods_, permits))
        facts_.fail("S23", NodeNumber{}, "is signed for the quiet hours, and no surge period permits it", now);
}

void HoursJudge::check(NodeNumber node, const Grant& grant, UtcTime now) const {
    if (domain::is_called(grant.kind)) return;
    // At the first and the last moment of a window it may ring out.
    const auto before = now - 2 * ring_out;
    if (!facts_.is_quiet(now) || !facts_.is_quiet(before)) return;
    const auto permits = [&](const Period& period) {
        const bool is_there = is_for(period, grant) && period.nodes.contains(node);
        return is_there && (is_open(period, now) || is_open(period, before));
    };
    if (!grant.quiet_hours || std::ranges::none_of(periods_, permits))
        return facts_.fail("S23", node, "sounds in the quiet hours", now);
    facts_.situations.saw(Situation::surge_opened_quiet_hours);
}

}  // namespace village::simulation
