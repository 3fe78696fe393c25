// What saving other hours takes: everybody who goes by them is told, and who saved them hears what falls away.
#include <algorithm>

#include "controller/control_loop/control_loop.hpp"
#include "scheduler/domain/refused_by_hours.hpp"

namespace village::control_loop {
namespace {

constexpr date::days days_looked_at{14};

/// The words of loudspeakers that keep their hours. One that is away at this moment says them, too.
bool is_by_hours(const domain::Foreseen& sound) {
    const auto says = [&](domain::ErrorCode why) { return sound.reason == domain::error_name(why); };
    return std::ranges::any_of(domain::refused_by_hours, says);
}

/// Where hours did not forbid it before, in whatever words.
domain::NodeSet newly_silent(const ports::DryRun& before, const domain::Foreseen& now) {
    auto nodes = now.nodes;
    for (const auto& then : before.sounds)
        if (then.broadcast == now.broadcast && is_by_hours(then)) nodes = nodes.without(then.nodes);
    return nodes;
}

using Foresight = domain::Result<ports::DryRun>;

/// Of each schedule the first, at every loudspeaker that loses it. Where too much is planned to foresee it, hours are saved
/// nevertheless.
std::optional<std::vector<domain::Foreseen>> falls_away(const Foresight& before, const Foresight& after) {
    if (!before || !after) return std::nullopt;
    std::vector<domain::Foreseen> first;
    for (auto sound : after->sounds) {
        const auto is_of_the_same = [&](const domain::Foreseen& one) {
            return one.broadcast == sound.broadcast || (sound.schedule && one.schedule == sound.schedule);
        };
        if (!is_by_hours(sound)) continue;
        sound.nodes = newly_silent(*before, sound);
        if (sound.nodes.is_empty()) continue;
        const auto known = std::ranges::find_if(first, is_of_the_same);
        if (known == first.end()) first.push_back(std::move(sound));
        else if (known->broadcast == sound.broadcast) known->nodes = known->nodes.united_with(sound.nodes);
    }
    return first;
}

}  // namespace

// Whoever may not set them has nothing foreseen for him: that is work.
ports::Awaitable<domain::Result<ports::SavedHours>> ControlLoop::save_hours(domain::Operator caller, ports::KeptHours hours) {
    if (auto allowed = office_.may(caller, policy::Action::set_hours); !allowed) co_return allowed.error();
    const auto before = co_await forecasts_.coming(days_looked_at);
    auto saved = co_await hours_.save(std::move(caller), std::move(hours));
    if (!saved) co_return saved.error();
    nodes_.tell_profiles();
    (void)co_await signer_.introduce();  // What it refuses is in the log and on the page of the system's health.
    const auto after = co_await forecasts_.coming(days_looked_at);
    office_.spawn("plan by other hours", schedules_.plan_coming_days());
    co_return ports::SavedHours{std::move(*saved), falls_away(before, after)};
}

ports::Awaitable<domain::Result<ports::SavedHoursRules>> ControlLoop::save_hours_rules(domain::Operator caller,
                                                                                       domain::HoursRules rules) {
    if (auto allowed = office_.may(caller, policy::Action::set_hours); !allowed) co_return allowed.error();
    const auto before = co_await forecasts_.coming(days_looked_at);
    auto saved = co_await hours_.save(std::move(caller), std::move(rules));
    if (!saved) co_return saved.error();
    nodes_.tell_profiles();
    const auto after = co_await forecasts_.coming(days_looked_at);
    office_.spawn("plan by other hours", schedules_.plan_coming_days());
    co_return ports::SavedHoursRules{std::move(*saved), falls_away(before, after)};
}

}  // namespace village::control_loop
