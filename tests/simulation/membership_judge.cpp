#include "tests/simulation/membership_judge.hpp"

namespace village::simulation {

void MembershipJudge::kept(domain::BroadcastId broadcast) {
    if (const auto found = aimed_.find(broadcast); found != aimed_.end()) found->second.is_kept = true;
}

void MembershipJudge::controller_died() {
    std::erase_if(aimed_, [](const auto& entry) { return !entry.second.is_kept; });
}

void MembershipJudge::database_restored(const std::vector<domain::Broadcast>& known) {
    for (auto& [id, aimed] : aimed_) aimed.is_kept = false;
    for (const auto& broadcast : known) kept(broadcast.id);
    controller_died();
}

void MembershipJudge::issued(const domain::Grant& grant, domain::UtcTime now) {
    const auto found = aimed_.find(grant.broadcast);
    if (found == aimed_.end()) return;
    found->second.grants.insert(grant.id);
    if (grant.nodes != found->second.members)
        facts_.fail("S19", domain::NodeNumber{}, "is signed for others than were in its zone when it was made", now);
}

void MembershipJudge::sound_started(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now) const {
    const auto found = aimed_.find(grant.broadcast);
    if (found == aimed_.end() || !found->second.grants.contains(grant.id)) return;
    const auto& [zone, members, silent, is_kept, grants] = found->second;
    if (!members.contains(node)) facts_.fail("S19", node, "sounds what was made before it joined the zone", now);
    if (!zones_.at(zone).contains(node)) facts_.situations.saw(Situation::sounds_after_leaving_zone);
    if (!zones_.at(zone).is_subset_of(members.united_with(silent)))
        facts_.situations.saw(Situation::silent_since_it_joined_later);
}

}  // namespace village::simulation
