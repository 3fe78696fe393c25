#include "tests/simulation/owner_judge.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace village::simulation {

using domain::GrantId;
using domain::NodeNumber;
using domain::UtcTime;

void OwnerJudge::written(const Owner& owner, UtcTime now) {
    if (owner.epoch < on_disk_.epoch)
        facts_.fail("S10", NodeNumber{}, fmt::format("epoch {} writes after {}", owner.epoch, on_disk_.epoch), now);
    if (owner.epoch == on_disk_.epoch && owner.life != on_disk_.life)
        facts_.fail("S9", NodeNumber{}, fmt::format("two controllers own the commune with epoch {}", owner.epoch), now);
    on_disk_ = owner;
}

void OwnerJudge::issued(const domain::Grant& grant, const Owner& owner) {
    if (grant.kind != domain::BroadcastKind::emergency && owner.epoch < signer_epoch_) decided_too_late_.insert(grant.id);
}

void OwnerJudge::joined(NodeNumber node, std::uint64_t epoch, UtcTime now) {
    auto& highest = obeyed_[node];
    if (epoch < highest) facts_.fail("S9", node, fmt::format("joins epoch {} after {}", epoch, highest), now);
    highest = std::max(highest, epoch);
}

void OwnerJudge::sound_started(NodeNumber node, GrantId grant, UtcTime now) {
    if (decided_too_late_.contains(grant))
        facts_.fail("S10", node, "sounds what was decided after the commune was taken over", now);
}

}  // namespace village::simulation
