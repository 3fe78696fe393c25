#include "controller/control_loop/surges.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scheduler/policy/check_hours.hpp"
#include "scheduler/policy/hour_windows.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::control_loop {
namespace {

domain::UtcTime end_of(const WantedSound& wanted) { return wanted.start + wanted.length; }

policy::SurgeWish wish_of(const WantedSound& wanted) {
    return {.category = wanted.announcement.category,
            .priority = wanted.priority,
            .nodes = wanted.nodes,
            .start = wanted.start,
            .duration = wanted.length};
}

domain::HoursPolicy with_periods(const Office& office, const WantedSound& wanted, domain::HoursPolicy own) {
    if (office.surge_periods.empty()) return own;
    return policy::hours_in_force(own, office.surge_periods, wish_of(wanted), office.commune);
}

std::string clock_text(const Office& office, domain::UtcTime time) {
    return domain::local_text(office.zone.to_local(time)).substr(11, 5);
}

domain::Error beside_its_window(const Office& office, const WantedSound& wanted, const domain::SurgePeriod& period,
                                domain::Error broken) {
    const auto windows = policy::windows_text(period.windows);
    const auto found =
        clock_text(office, wanted.start) + "-" + clock_text(office, date::ceil<std::chrono::minutes>(end_of(wanted)));
    broken.detail += fmt::format("; {} does not lie wholly in {}, which \"{}\" opens", found, windows, period.name);
    broken.rule = domain::BrokenRule{"surge_window", windows, found, {}};
    return broken;
}

}  // namespace

domain::HoursPolicy hours_for(const Office& office, const WantedSound& wanted) { return hours_for(office, wanted, wanted.nodes); }

domain::HoursPolicy hours_for(const Office& office, const WantedSound& wanted, const domain::NodeSet& there) {
    return with_periods(office, wanted, hours_at(office, there, wanted.start, end_of(wanted)));
}

domain::Error with_its_rule(const Office& office, const WantedSound& wanted, domain::Error broken) {
    if (broken.code == domain::ErrorCode::quiet_hours)
        if (const auto* period =
                policy::surge_straddled(office.surge_periods, wish_of(wanted), office.commune, office.hours.utc_offset_minutes))
            return beside_its_window(office, wanted, *period, std::move(broken));
    const auto is_by = [&](const domain::HoursRules& rules) {
        auto hours = with_periods(office, wanted, hours_at(office, rules, wanted.nodes, wanted.start, end_of(wanted)));
        const auto held = policy::check_hours(hours, wanted.start, wanted.length);
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

domain::Status may_sound(const Office& office, const domain::Operator& who, policy::Action action, const WantedSound& wanted) {
    using policy::HoursStanding;
    const auto may = [&](HoursStanding standing) { return office.may_at(who, action, wanted.nodes, wanted.priority, standing); };
    const auto hours = hours_for(office, wanted);
    if (policy::hours_standing(hours, wanted.start, wanted.length) != HoursStanding::outside) return may(HoursStanding::allowed);
    auto outside = may(HoursStanding::outside);
    if (outside || !may(HoursStanding::allowed)) return outside;
    auto broken = with_its_rule(office, wanted, policy::check_hours(hours, wanted.start, wanted.length).error());
    return domain::Error{outside.error().code, fmt::format("{}: {}", outside.error().detail, broken.detail),
                         std::move(broken.rule)};
}

std::string surge_reason_for(const Office& office, const WantedSound& wanted) {
    if (office.surge_periods.empty()) return {};
    const auto own = hours_at(office, wanted.nodes, wanted.start, end_of(wanted));
    const auto* period = policy::surge_needed(own, office.surge_periods, wish_of(wanted), office.commune);
    return period == nullptr ? std::string{} : reason_of(*period);
}

std::string reason_of(const domain::SurgePeriod& period) { return fmt::format("đợt cao điểm: {}", period.name); }

bool is_by_surge(const Office& office, const domain::Broadcast& broadcast) {
    return std::ranges::any_of(office.surge_periods, [&](const domain::SurgePeriod& period) {
        return broadcast.outside_hours_reason == reason_of(period);
    });
}

bool is_forbidden(const Office& office, const WantedSound& wanted) {
    const auto own = policy::hours_standing(office.hours, wanted.start, wanted.length);
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
    const auto period =
        surge_reason_for(office, {announcement, broadcast.priority, broadcast.targets, broadcast.starts_at, length});
    const bool opens_quiet_hours = own == policy::HoursStanding::quiet && !period.empty();
    // What a person's reason permits does not end with the period.
    broadcast.outside_hours_reason = opens_quiet_hours || reason.empty() ? period : reason;
    order.outside_hours = !broadcast.outside_hours_reason.empty();
    order.quiet_hours = opens_quiet_hours;
    // Interrupted, it could go on half an hour later, behind its window.
    if (order.quiet_hours) broadcast.when_interrupted = domain::WhenInterrupted::drop;
}

}  // namespace village::control_loop
