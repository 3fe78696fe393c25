// What other rules take from the coming days: the same days, foreseen before and after.
#pragma once

#include <functional>

#include "controller/ports/commands.hpp"

namespace village::control_loop {

inline constexpr date::days falls_away_within{14};

using Foresight = domain::Result<ports::DryRun>;

/// What `by_these_rules` explains after, and did not explain before, in whatever words: of each schedule the first, at every loudspeaker
/// that loses it. Nothing where too much is planned to foresee it: rules are saved nevertheless.
std::optional<std::vector<domain::Foreseen>> falls_away(const Foresight& before, const Foresight& after,
                                                        const std::function<bool(const domain::Foreseen&)>& by_these_rules);

}  // namespace village::control_loop
