#include "controller/control_loop/hamlet_hours.hpp"

#include <algorithm>
#include <set>

#include "scheduler/policy/check_hours.hpp"
#include "scheduler/policy/hours_rules.hpp"

namespace village::control_loop {
namespace {

std::vector<policy::DayAt> days_at(const Office& office, domain::AreaId hamlet, domain::UtcTime from, domain::UtcTime to) {
    std::vector<policy::DayAt> days;
    const auto last = policy::local_day(office.hours, to);
    for (auto day = policy::local_day(office.hours, from); day <= last; ++day) {
        auto& known = days.emplace_back(policy::DayAt{static_cast<std::int32_t>(day), {}});
        if (!office.special_days) continue;
        const date::local_days date{date::days{known.day}};
        for (const auto* rule : office.special_days->on(date, hamlet)) known.kinds.push_back(rule->kind);
    }
    return days;
}

domain::HoursPolicy laid_out(const Office& office, const domain::HoursRules& rules, domain::AreaId hamlet, domain::UtcTime from,
                             domain::UtcTime to) {
    return policy::laid_out(office.hours, rules, office.commune, hamlet, days_at(office, hamlet, from, to));
}

}  // namespace

std::vector<domain::AreaId> hamlets_of(const Office& office, const domain::NodeSet& nodes) {
    std::set<domain::AreaId> hamlets;
    for (const auto& node : office.commune.nodes)
        if (nodes.contains(node.number)) hamlets.insert(node.hamlet);
    return {hamlets.begin(), hamlets.end()};
}

std::vector<HoursThere> hours_by_place(const Office& office, const domain::NodeSet& nodes, domain::UtcTime from,
                                       domain::UtcTime to) {
    if (office.hours_rules.rules.empty()) return {{office.hours, nodes}};
    std::vector<HoursThere> places;
    for (const auto hamlet : hamlets_of(office, nodes)) {
        HoursThere there{laid_out(office, office.hours_rules, hamlet, from, to), {}};
        for (const auto& node : office.commune.nodes)
            if (node.hamlet == hamlet && nodes.contains(node.number)) there.nodes.insert(node.number);
        const auto same = std::ranges::find(places, there.hours, &HoursThere::hours);
        if (same == places.end()) places.push_back(std::move(there));
        else same->nodes = same->nodes.united_with(there.nodes);
    }
    return places;
}

domain::HoursPolicy hours_at(const Office& office, const domain::HoursRules& rules, const domain::NodeSet& nodes,
                             domain::UtcTime from, domain::UtcTime to) {
    if (rules.rules.empty()) return office.hours;
    std::optional<domain::HoursPolicy> all;
    for (const auto hamlet : hamlets_of(office, nodes)) {
        auto hours = laid_out(office, rules, hamlet, from, to);
        all = all ? policy::strictest(*all, hours) : std::move(hours);
    }
    return all.value_or(office.hours);
}

domain::HoursPolicy hours_at(const Office& office, const domain::NodeSet& nodes, domain::UtcTime from, domain::UtcTime to) {
    return hours_at(office, office.hours_rules, nodes, from, to);
}

domain::HoursPolicy hours_of(const Office& office, domain::AreaId hamlet, domain::UtcTime from, domain::UtcTime to) {
    return laid_out(office, office.hours_rules, hamlet, from, to);
}

}  // namespace village::control_loop
