#include "controller/control_loop/surges.hpp"

#include <fmt/format.h>

#include <set>

#include "scheduler/policy/passes.hpp"

namespace village::control_loop {
namespace {

policy::SurgeWish wish_of(const Office& office, const WantedSound& wanted) {
    const auto& item = wanted.announcement;
    return {.category = item.category,
            .priority = std::max(item.priority, wanted.priority),
            .hamlets = hamlets_of(office, wanted.nodes),
            .start = wanted.start,
            .duration = (item.content ? item.content->duration : domain::Duration::zero()) + wanted.waits_for_passes};
}

}  // namespace

std::vector<domain::AreaId> hamlets_of(const Office& office, const domain::NodeSet& nodes) {
    std::set<domain::AreaId> hamlets;
    for (const auto& node : office.commune.nodes)
        if (nodes.contains(node.number)) hamlets.insert(node.hamlet);
    return {hamlets.begin(), hamlets.end()};
}

domain::HoursPolicy hours_for(const Office& office, const WantedSound& wanted) {
    if (office.surge_periods.empty()) return office.hours;
    return policy::hours_in_force(office.hours, office.surge_periods, wish_of(office, wanted), office.commune);
}

std::string surge_reason_for(const Office& office, const WantedSound& wanted) {
    if (office.surge_periods.empty()) return {};
    const auto* period = policy::surge_needed(office.hours, office.surge_periods, wish_of(office, wanted), office.commune);
    return period == nullptr ? std::string{} : reason_of(*period);
}

std::string reason_of(const domain::SurgePeriod& period) { return fmt::format("đợt cao điểm: {}", period.name); }

void excuse(const Office& office, const domain::Announcement& announcement, const std::string& reason,
            dispatch::BroadcastOrder& order) {
    auto& broadcast = order.broadcast;
    const auto own = policy::hours_standing(office.hours, broadcast.starts_at, policy::whole_length(broadcast));
    if (own == policy::HoursStanding::allowed) return;
    const WantedSound wanted{announcement, broadcast.priority, broadcast.targets, broadcast.starts_at,
                             policy::last_begins_after(broadcast.passes)};
    broadcast.outside_hours_reason = surge_reason_for(office, wanted);
    if (broadcast.outside_hours_reason.empty()) broadcast.outside_hours_reason = reason;
    order.outside_hours = !broadcast.outside_hours_reason.empty();
    order.quiet_hours = order.outside_hours && own == policy::HoursStanding::quiet;
    // Interrupted, it could go on half an hour later, behind its window.
    if (order.quiet_hours) broadcast.when_interrupted = domain::WhenInterrupted::drop;
}

}  // namespace village::control_loop
