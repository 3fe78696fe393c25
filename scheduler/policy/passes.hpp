// Phát so le: neighbours that would echo speak one after the other. Who begins when, how long the whole lasts and what may be
// staggered at all: node, signer and the controller's looking ahead ask here and nowhere else.
#pragma once

#include <vector>

#include "scheduler/domain/commune.hpp"
#include "scheduler/domain/grant.hpp"

namespace village::policy {

inline constexpr std::chrono::minutes staggered_longest{2};
inline constexpr std::size_t passes_max = 4;
/// Until the horns of the pass before are silent, and whatever a clock is wrong by.
inline constexpr std::chrono::seconds pause_between_passes{1};

/// T0 of this loudspeaker, after that of the broadcast.
domain::Duration begins_after(const std::vector<domain::Pass>& passes, domain::NodeNumber node);
/// T0 of the last pass, after that of the broadcast.
domain::Duration last_begins_after(const std::vector<domain::Pass>& passes);
/// Not a first sample after this at a loudspeaker whose T0 is so long after that of the broadcast. Begun late in its pass it has lost its
/// beginning: of the second half alone nobody can make anything.
domain::UtcTime last_start(const domain::Grant& grant, domain::Duration after);
/// From T0 until the last pass is over: every pass counts against the hours and the session.
domain::Duration whole_length(const domain::Broadcast& broadcast);

/// One pass for each echo group that is among these nodes. Empty where nobody would wait for anybody, the sound is too long or there are too many groups:
/// rather an echo than silence.
std::vector<domain::Pass> passes_of(const domain::Commune& commune, const domain::NodeSet& nodes, domain::Duration length);

/// `too_long` for a sound that is not staggered, with the rule.
domain::Status check_staggered_length(domain::Duration length);
/// Only planned, finished audio is staggered, each loudspeaker is in one pass, and no pass begins before the one before it is over.
domain::Status check_passes(const domain::Grant& grant);

}  // namespace village::policy
