#include "tests/simulation/local_rules.hpp"

#include <algorithm>

#include "scheduler/calendar/day_reactions.hpp"
#include "scheduler/policy/check_hours.hpp"
#include "scheduler/policy/hours_rules.hpp"
#include "scheduler/policy/passes.hpp"
#include "scheduler/policy/surge.hpp"
#include "tests/simulation/customs.hpp"

namespace village::simulation {
namespace {

// As the controller lays them out.
constexpr date::days days_before{31}, days_after{400};
constexpr std::chrono::hours hours_before{24}, hours_after{45 * 24};

bool is_mourning(const domain::DayRule& rule) { return calendar::usual_action(rule.kind) != domain::DayAction::keep; }

}  // namespace

void LocalRules::save(std::vector<domain::DayRule> rules, domain::UtcTime now) {
    const auto today = local_day(now);
    days_ = calendar::SpecialDays::make(rules, commune_, today - days_before, today + days_after).value();
    day_rules_ = std::move(rules);
    ++version_;
    checker_.days_saved(day_rules_, now);
}

void LocalRules::save(std::vector<domain::HoursRule> rules, domain::UtcTime now) {
    hours_rules_.rules = std::move(rules);
    ++version_;
    checker_.hours_saved(hours_rules_.rules, now);
}

bool LocalRules::has_mourning() const { return std::ranges::any_of(day_rules_, is_mourning); }

domain::NodeSet LocalRules::where_it_sounds(const DayWish& wish) const {
    const auto reactions = wish.is_music ? calendar::reactions_of_music(wish.reactions) : wish.reactions;
    if (reactions.empty() || !days_) return wish.nodes;
    domain::NodeSet silent;
    const auto zone = calendar::ZoneRules::fixed(local_offset);
    for (const auto& one : calendar::verdicts(wish.planned, hamlets_of(wish.nodes), *days_, reactions, zone))
        if (one.verdict.standing == calendar::DayStanding::left_out)
            silent = silent.united_with(commune_.nodes_of_area(one.area));
    return wish.nodes.without(silent);
}

domain::HoursPolicy LocalRules::laid_out(domain::AreaId hamlet, domain::UtcTime from, domain::UtcTime to) const {
    std::vector<policy::DayAt> days;
    const auto last = policy::local_day(hours_, to);
    for (auto day = policy::local_day(hours_, from); day <= last; ++day) {
        auto& known = days.emplace_back(policy::DayAt{static_cast<std::int32_t>(day), {}});
        if (!days_) continue;
        for (const auto* rule : days_->on(date::local_days{date::days{known.day}}, hamlet)) known.kinds.push_back(rule->kind);
    }
    return policy::laid_out(hours_, hours_rules_, commune_, hamlet, days);
}

domain::HoursPolicy LocalRules::hours_of(domain::AreaId hamlet, domain::UtcTime now) const {
    return laid_out(hamlet, now - hours_before, now + hours_after);
}

domain::HoursPolicy LocalRules::hours_at(const domain::NodeSet& nodes, domain::UtcTime from, domain::UtcTime to) const {
    if (hours_rules_.rules.empty()) return hours_;
    std::optional<domain::HoursPolicy> all;
    for (const auto hamlet : hamlets_of(nodes)) {
        auto hours = laid_out(hamlet, from, to);
        all = all ? policy::strictest(*all, hours) : std::move(hours);
    }
    return all.value_or(hours_);
}

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
                                 .nodes = broadcast.targets,
                                 .start = broadcast.starts_at,
                                 .duration = policy::whole_length(broadcast)};
    const auto own = hours_at(broadcast.targets, wish.start, wish.start + wish.duration);
    const auto* period = policy::surge_needed(own, surge_periods_, wish, commune_);
    return period == nullptr ? std::string{} : reason_of(*period);
}

policy::HoursStanding LocalRules::own_standing(const domain::Broadcast& broadcast) const {
    const auto length = policy::whole_length(broadcast);
    const auto hours = hours_at(broadcast.targets, broadcast.starts_at, broadcast.starts_at + length);
    return policy::hours_standing(hours, broadcast.starts_at, length);
}

void LocalRules::excuse(dispatch::BroadcastOrder& order, const std::string& reason) const {
    auto& broadcast = order.broadcast;
    const auto own = own_standing(broadcast);
    if (own == policy::HoursStanding::allowed) return;
    broadcast.outside_hours_reason = surge_reason_for(broadcast);
    if (broadcast.outside_hours_reason.empty()) broadcast.outside_hours_reason = reason;
    order.outside_hours = !broadcast.outside_hours_reason.empty();
    order.quiet_hours = order.outside_hours && own == policy::HoursStanding::quiet;
    if (order.quiet_hours) broadcast.when_interrupted = domain::WhenInterrupted::drop;
}

void LocalRules::excuse_again(dispatch::BroadcastOrder& order) const {
    const auto& reason = order.broadcast.outside_hours_reason;
    const auto is_its_reason = [&](const domain::SurgePeriod& period) { return reason_of(period) == reason; };
    order.outside_hours = !reason.empty();
    order.quiet_hours =
        std::ranges::any_of(surge_periods_, is_its_reason) && own_standing(order.broadcast) == policy::HoursStanding::quiet;
}

ports::SignerPolicy LocalRules::for_signer(domain::UtcTime now) const {
    ports::SignerPolicy policy{.hours = hours_, .commune = commune_, .templates = {}, .rendered = {}};
    for (const auto& period : surge_periods_)
        if (period.ends_at() > now) policy.surge_periods.push_back(period);
    return policy;
}

}  // namespace village::simulation
