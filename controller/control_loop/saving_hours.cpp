// What saving other hours takes: everybody who goes by them is told, and who saved them hears what falls away.
#include <algorithm>
#include <array>

#include "controller/control_loop/control_loop.hpp"

namespace village::control_loop {
namespace {

constexpr date::days days_looked_at{14};

/// The words of loudspeakers that keep their hours. One that is away at this moment says them, too.
bool is_by_hours(const domain::Foreseen& sound) {
    constexpr std::array reasons{"outside_allowed_hours", "quiet_hours", "too_long", "hours"};
    return std::ranges::find(reasons, sound.reason) != reasons.end();
}

/// Where it was not so before.
domain::NodeSet newly_silent(const ports::DryRun& before, const domain::Foreseen& now) {
    auto nodes = now.nodes;
    for (const auto& then : before.sounds)
        if (then.broadcast == now.broadcast && then.reason == now.reason) nodes = nodes.without(then.nodes);
    return nodes;
}

using Foresight = domain::Result<ports::DryRun>;

/// Of each schedule the first. Where too much is planned to foresee it, nothing is named: hours are saved nevertheless.
std::vector<domain::Foreseen> falls_away(const Foresight& before, const Foresight& after) {
    std::vector<domain::Foreseen> first;
    if (!before || !after) return first;
    for (auto sound : after->sounds) {
        const auto is_of_the_same = [&](const domain::Foreseen& one) {
            return one.broadcast == sound.broadcast || (sound.schedule && one.schedule == sound.schedule);
        };
        if (!is_by_hours(sound) || std::ranges::any_of(first, is_of_the_same)) continue;
        sound.nodes = newly_silent(*before, sound);
        if (!sound.nodes.is_empty()) first.push_back(std::move(sound));
    }
    return first;
}

}  // namespace

ports::Awaitable<domain::Result<ports::SavedHours>> ControlLoop::save_hours(domain::Operator caller, ports::KeptHours hours) {
    // Whoever may not set them has nothing foreseen for him.
    if (auto sound = co_await hours_.check(caller, hours); !sound) co_return sound.error();
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
    if (auto sound = co_await hours_.check(caller, rules); !sound) co_return sound.error();
    const auto before = co_await forecasts_.coming(days_looked_at);
    auto saved = co_await hours_.save(std::move(caller), std::move(rules));
    if (!saved) co_return saved.error();
    nodes_.tell_profiles();
    const auto after = co_await forecasts_.coming(days_looked_at);
    office_.spawn("plan by other hours", schedules_.plan_coming_days());
    co_return ports::SavedHoursRules{std::move(*saved), falls_away(before, after)};
}

}  // namespace village::control_loop
