#include "tests/simulation/stop_judge.hpp"

#include <algorithm>

#include "scheduler/policy/tombstones.hpp"

namespace village::simulation {

using domain::Grant;
using domain::GrantId;
using domain::NodeNumber;
using domain::UtcTime;

void StopJudge::promised(const domain::Broadcast& broadcast, UtcTime now) {
    // Planned anew and stopped before it was signed again, it has no grant that the STOP could name.
    if (facts_.forgotten.contains(broadcast.id)) return;
    // A cancelled plan may lie in a node that nobody reaches; an emergency that was cancelled in time lies nowhere.
    const bool never = broadcast.state == domain::BroadcastState::cancelled && broadcast.kind == domain::BroadcastKind::emergency;
    promised_.try_emplace(broadcast.id, Promise{now, controller_life_, never});
}

void StopJudge::controller_sends(domain::BroadcastId broadcast, UtcTime now) {
    if (promised_.contains(broadcast)) facts_.fail("S6", NodeNumber{}, "the controller sends what it said was stopped", now);
}

std::vector<GrantId> StopJudge::ended_by(const domain::StopOrder& stop, NodeNumber node) const {
    if (!stop.nodes) return stop.grants;
    std::vector<GrantId> ended;
    for (const auto& [id, grant] : facts_.issued)
        if (stop.nodes->contains(node) && grant.nodes.contains(node) && policy::speaks_of(stop, grant)) ended.push_back(id);
    return ended;
}

std::vector<GrantId> StopJudge::received(NodeNumber node, const domain::StopOrder& stop) {
    auto ended = ended_by(stop, node);
    for (const auto& id : ended) note(node, facts_.issued.at(id), stopped_.try_emplace({node, id}, facts_.lives[node]).second);
    return ended;
}

void StopJudge::note(NodeNumber node, const Grant& grant, bool is_first) {
    if (!is_first) facts_.situations.saw(Situation::stop_arrives_again);
    const auto promise = promised_.find(grant.broadcast);
    if (promise != promised_.end() && promise->second.controller_life != controller_life_)
        facts_.situations.saw(Situation::stop_outlives_controller);
    if (facts_.sounding.contains({node, grant.id})) facts_.situations.saw(Situation::stop_while_sounding);
}

void StopJudge::obeyed(NodeNumber node, const domain::StopOrder& stop, UtcTime now) {
    const auto heard = facts_.heard_at(node);
    if (heard.empty()) return;
    const auto ended = ended_by(stop, node);
    for (const auto& grant : heard)
        if (std::ranges::find(ended, grant) != ended.end()) facts_.fail("S6", node, "goes on sounding after a STOP", now);
}

void StopJudge::start_offered(NodeNumber node, const Grant& grant, UtcTime now) {
    const bool is_first = offered_.insert({node, grant.id}).second;
    if (is_first && now > grant.start_by) facts_.situations.saw(Situation::late_start_missed);
    const auto stop = stopped_.find({node, grant.id});
    if (!is_first || stop == stopped_.end()) return;
    facts_.situations.saw(Situation::stop_before_start);
    if (stop->second != facts_.lives[node]) facts_.situations.saw(Situation::start_after_stop_and_power_cut);
}

void StopJudge::sound_started(NodeNumber node, const Grant& grant, UtcTime now) {
    const auto promise = promised_.find(grant.broadcast);
    if (promise != promised_.end() && promise->second.never) facts_.fail("S6", node, "sounds what was cancelled in time", now);
    if (was_stopped(node, grant.id)) facts_.fail("S6", node, "sounds what was stopped there", now);
}

void StopJudge::sweep(const std::set<NodeNumber>& reachable, UtcTime now) {
    for (const auto& [here, segment] : facts_.sounding) {
        const auto promise = promised_.find(facts_.issued.at(here.second).broadcast);
        const bool long_ago = promise != promised_.end() && now > promise->second.at + std::chrono::seconds{15};
        if (long_ago && reachable.contains(here.first))
            facts_.fail("S6", here.first, "still sounds 15 s after the STOP, though in contact", now);
    }
}

}  // namespace village::simulation
