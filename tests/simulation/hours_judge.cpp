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
    const auto minute = facts_.almanac.minute_of_day(time);
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

/// All the while, by what it knew all the while. By its own clock it may be a moment later.
policy::HoursStanding HoursJudge::standing(NodeNumber node, UtcTime since, UtcTime now) const {
    const bool knows = facts_.knows_hours_since(node) <= since || facts_.had_to_know(node, facts_.hours_saved_at);
    auto best = policy::HoursStanding::quiet;
    for (const auto time : {since, now, now + clock_error_max})
        best = std::min(best, knows ? facts_.almanac.standing(node, time) : facts_.almanac.standing(time));
    return best;
}

void HoursJudge::note(NodeNumber node, const Grant& grant, UtcTime now) const {
    if (facts_.hours_saved_at == UtcTime{}) return;
    const auto here = facts_.almanac.standing(node, now);
    const auto is_stricter = [&](NodeNumber other) { return facts_.almanac.standing(other, now) > here; };
    if (std::ranges::any_of(grant.nodes.numbers(), is_stricter)) facts_.situations.saw(Situation::hours_of_one_hamlet);
}

void HoursJudge::check(NodeNumber node, const Grant& grant, UtcTime now) const {
    if (domain::is_called(grant.kind)) return;
    note(node, grant, now);
    // At the first and the last moment of a window it may ring out.
    const auto before = now - 2 * ring_out;
    const auto here = standing(node, before, now);
    const bool has_reason = grant.outside_hours || grant.quiet_hours;
    if (here == policy::HoursStanding::outside && !has_reason)
        facts_.fail("hours", node, "sounds outside the allowed hours without a reason", now);
    if (here != policy::HoursStanding::quiet) return;
    const auto permits = [&](const Period& period) {
        const bool is_there = is_for(period, grant) && period.nodes.contains(node);
        return is_there && (is_open(period, now) || is_open(period, before));
    };
    if (!grant.quiet_hours || std::ranges::none_of(periods_, permits))
        return facts_.fail("S23", node, "sounds in the quiet hours", now);
    facts_.situations.saw(Situation::surge_opened_quiet_hours);
}

}  // namespace village::simulation
