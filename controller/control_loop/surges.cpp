#include "controller/control_loop/surges.hpp"

#include <fmt/format.h>

#include "scheduler/policy/check_hours.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::control_loop {
namespace {

domain::UtcTime end_of(const WantedSound& wanted) {
    const auto& content = wanted.announcement.content;
    return wanted.start + (content ? content->duration : domain::Duration::zero()) + wanted.waits_for_passes;
}

policy::SurgeWish wish_of(const Office& office, const WantedSound& wanted) {
    const auto& item = wanted.announcement;
    return {.category = item.category,
            .priority = std::max(item.priority, wanted.priority),
            .hamlets = hamlets_of(office, wanted.nodes),
            .start = wanted.start,
            .duration = end_of(wanted) - wanted.start};
}

domain::HoursPolicy with_periods(const Office& office, const WantedSound& wanted, domain::HoursPolicy own) {
    if (office.surge_periods.empty()) return own;
    return policy::hours_in_force(own, office.surge_periods, wish_of(office, wanted), office.commune);
}

}  // namespace

domain::HoursPolicy hours_for(const Office& office, const WantedSound& wanted) { return hours_for(office, wanted, wanted.nodes); }

domain::HoursPolicy hours_for(const Office& office, const WantedSound& wanted, const domain::NodeSet& there) {
    return with_periods(office, wanted, hours_at(office, there, wanted.start, end_of(wanted)));
}

domain::Error with_its_rule(const Office& office, const WantedSound& wanted, domain::Error broken) {
    const auto is_by = [&](const domain::HoursRules& rules) {
        auto hours = with_periods(office, wanted, hours_at(office, rules, wanted.nodes, wanted.start, end_of(wanted)));
        const auto held = policy::check_hours(hours, wanted.start, end_of(wanted) - wanted.start);
        return !held && held.error().rule && held.error().rule->name == broken.rule->name;
    };
    if (!broken.rule || is_by({})) return broken;
    for (const auto& rule : office.hours_rules.rules) {
        if (!is_by({{rule}})) continue;
        broken.detail += fmt::format(" (by \"{}\")", rule.name);
        broken.rule->by = rule.name;
        break;
    }
    return broken;
}

domain::Status may_sound(const Office& office, const domain::Operator& who, policy::Action action, const WantedSound& wanted,
                         domain::Duration length) {
    using policy::HoursStanding;
    const auto may = [&](HoursStanding standing) { return office.may_at(who, action, wanted.nodes, wanted.priority, standing); };
    const auto hours = hours_for(office, wanted);
    if (policy::hours_standing(hours, wanted.start, length) != HoursStanding::outside) return may(HoursStanding::allowed);
    auto outside = may(HoursStanding::outside);
    if (outside || !may(HoursStanding::allowed)) return outside;
    auto broken = with_its_rule(office, wanted, policy::check_hours(hours, wanted.start, length).error());
    return domain::Error{outside.error().code, fmt::format("{}: {}", outside.error().detail, broken.detail),
                         std::move(broken.rule)};
}

std::string surge_reason_for(const Office& office, const WantedSound& wanted) {
    if (office.surge_periods.empty()) return {};
    const auto own = hours_at(office, wanted.nodes, wanted.start, end_of(wanted));
    const auto* period = policy::surge_needed(own, office.surge_periods, wish_of(office, wanted), office.commune);
    return period == nullptr ? std::string{} : reason_of(*period);
}

std::string reason_of(const domain::SurgePeriod& period) { return fmt::format("đợt cao điểm: {}", period.name); }

bool is_forbidden(const Office& office, const WantedSound& wanted) {
    const auto own = policy::hours_standing(office.hours, wanted.start, end_of(wanted) - wanted.start);
    return own == policy::HoursStanding::quiet && surge_reason_for(office, wanted).empty();
}

bool is_forbidden(const Office& office, const dispatch::BroadcastOrder& excused) {
    const auto& broadcast = excused.broadcast;
    const auto own = policy::hours_standing(office.hours, broadcast.starts_at, policy::whole_length(broadcast));
    return own == policy::HoursStanding::quiet && !excused.quiet_hours;
}

void excuse(const Office& office, const domain::Announcement& announcement, const std::string& reason,
            dispatch::BroadcastOrder& order) {
    auto& broadcast = order.broadcast;
    const auto length = policy::whole_length(broadcast);
    const auto hours = hours_at(office, broadcast.targets, broadcast.starts_at, broadcast.starts_at + length);
    const auto own = policy::hours_standing(hours, broadcast.starts_at, length);
    if (own == policy::HoursStanding::allowed) return;
    const WantedSound wanted{announcement, broadcast.priority, broadcast.targets, broadcast.starts_at,
                             policy::last_begins_after(broadcast.passes)};
    const auto period = surge_reason_for(office, wanted);
    broadcast.outside_hours_reason = period.empty() ? reason : period;
    order.outside_hours = !broadcast.outside_hours_reason.empty();
    order.quiet_hours = !period.empty() && own == policy::HoursStanding::quiet;
    // Interrupted, it could go on half an hour later, behind its window.
    if (order.quiet_hours) broadcast.when_interrupted = domain::WhenInterrupted::drop;
}

}  // namespace village::control_loop
