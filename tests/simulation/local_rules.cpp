#include "tests/simulation/local_rules.hpp"

#include <algorithm>

#include "scheduler/policy/check_hours.hpp"
#include "scheduler/policy/passes.hpp"
#include "scheduler/policy/surge.hpp"

namespace village::simulation {

void LocalRules::open(const domain::SurgePeriod& period) {
    surge_periods_.push_back(period);
    domain::NodeSet nodes;
    for (const auto area : period.areas) nodes = nodes.united_with(commune_.nodes_of_area(area));
    checker_.surge_opened(period, nodes);
}

const domain::SurgePeriod* LocalRules::end(domain::SurgePeriodId id, domain::UtcTime now) {
    const auto known = std::ranges::find(surge_periods_, id, &domain::SurgePeriod::id);
    if (known->ends_at() <= now) return nullptr;
    known->ended_at = now;
    checker_.surge_ended(id, now);
    return &*known;
}

std::vector<domain::AreaId> LocalRules::hamlets_of(const domain::NodeSet& nodes) const {
    std::set<domain::AreaId> hamlets;
    for (const auto& node : commune_.nodes)
        if (nodes.contains(node.number)) hamlets.insert(node.hamlet);
    return {hamlets.begin(), hamlets.end()};
}

std::string LocalRules::surge_reason_for(const domain::Broadcast& broadcast) const {
    const policy::SurgeWish wish{.category = {},
                                 .priority = broadcast.priority,
                                 .hamlets = hamlets_of(broadcast.targets),
                                 .start = broadcast.starts_at,
                                 .duration = policy::whole_length(broadcast)};
    const auto* period = policy::surge_needed(hours_, surge_periods_, wish, commune_);
    return period == nullptr ? std::string{} : reason_of(*period);
}

void LocalRules::excuse(dispatch::BroadcastOrder& order, const std::string& reason) const {
    auto& broadcast = order.broadcast;
    const auto own = policy::hours_standing(hours_, broadcast.starts_at, policy::whole_length(broadcast));
    if (own == policy::HoursStanding::allowed) return;
    broadcast.outside_hours_reason = surge_reason_for(broadcast);
    if (broadcast.outside_hours_reason.empty()) broadcast.outside_hours_reason = reason;
    order.outside_hours = !broadcast.outside_hours_reason.empty();
    order.quiet_hours = order.outside_hours && own == policy::HoursStanding::quiet;
    if (order.quiet_hours) broadcast.when_interrupted = domain::WhenInterrupted::drop;
}

ports::SignerPolicy LocalRules::for_signer(domain::UtcTime now) const {
    ports::SignerPolicy policy{.hours = hours_, .commune = commune_, .templates = {}, .rendered = {}};
    for (const auto& period : surge_periods_)
        if (period.ends_at() > now) policy.surge_periods.push_back(period);
    return policy;
}

}  // namespace village::simulation
