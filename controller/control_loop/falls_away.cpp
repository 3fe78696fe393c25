#include "controller/control_loop/falls_away.hpp"

#include <algorithm>

namespace village::control_loop {
namespace {

using ByTheseRules = std::function<bool(const domain::Foreseen&)>;

domain::NodeSet newly_silent(const ports::DryRun& before, const domain::Foreseen& now, const ByTheseRules& by_these_rules) {
    auto nodes = now.nodes;
    for (const auto& then : before.sounds)
        if (then.broadcast == now.broadcast && by_these_rules(then)) nodes = nodes.without(then.nodes);
    return nodes;
}

}  // namespace

std::optional<std::vector<domain::Foreseen>> falls_away(const Foresight& before, const Foresight& after,
                                                        const ByTheseRules& by_these_rules) {
    if (!before || !after) return std::nullopt;
    std::vector<domain::Foreseen> first;
    for (auto sound : after->sounds) {
        const auto is_of_the_same = [&](const domain::Foreseen& one) {
            return one.broadcast == sound.broadcast || (sound.schedule && one.schedule == sound.schedule);
        };
        if (!by_these_rules(sound)) continue;
        sound.nodes = newly_silent(*before, sound, by_these_rules);
        if (sound.nodes.is_empty()) continue;
        const auto known = std::ranges::find_if(first, is_of_the_same);
        if (known == first.end()) first.push_back(std::move(sound));
        else if (known->broadcast == sound.broadcast) known->nodes = known->nodes.united_with(sound.nodes);
    }
    return first;
}

}  // namespace village::control_loop
