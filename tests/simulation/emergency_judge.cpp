#include "tests/simulation/emergency_judge.hpp"

#include <algorithm>

namespace village::simulation {
namespace {

using domain::Grant;
using domain::GrantId;
using domain::NodeNumber;
using domain::UtcTime;

/// When a node may say that no repetition fits any more.
UtcTime may_end_from(const Grant& grant) {
    const auto next_pass = grant.repeat_every.value_or(domain::Duration::zero()) + grant.content_duration;
    return grant.not_after - next_pass - ring_out - clock_error_max;
}

}  // namespace

void EmergencyJudge::received(NodeNumber number, const Grant& grant, UtcTime now) {
    auto& node = nodes_[number];
    const auto due = std::max(now, grant.starts_at);
    const auto [known, is_new] = node.in_force.try_emplace(grant.id, InForce{&grant, due, false, {}});
    if (is_new && node.sounding == grant.id) known->second.heard = true;
}

EmergencyJudge::Complaint EmergencyJudge::look(NodeNumber number, GrantId id, UtcTime now) {
    if (!is_waiting(number, id)) return std::nullopt;
    const auto& node = nodes_.at(number);
    if (node.sounding) {
        situations_.saw(Situation::emergency_waits_its_turn);
        return std::nullopt;
    }
    if (!was_silent_too_long(node, node.in_force.at(id), now)) return std::nullopt;
    return "an emergency is not heard 150 ms after it was received";
}

std::optional<UtcTime> EmergencyJudge::look_again_at(NodeNumber number, GrantId id, UtcTime now) const {
    if (!is_waiting(number, id)) return std::nullopt;
    const auto& node = nodes_.at(number);
    if (node.sounding) return now + heard_within;
    // One tick later than allowed: at the last allowed moment it may still begin.
    return quiet_since(node, node.in_force.at(id)) + heard_within + domain::Duration{1};
}

UtcTime EmergencyJudge::quiet_since(const Node& node, const InForce& waiting) { return std::max(node.silent_since, waiting.due); }

bool EmergencyJudge::was_silent_too_long(const Node& node, const InForce& waiting, UtcTime now) {
    return !node.sounding && now - quiet_since(node, waiting) > heard_within;
}

bool EmergencyJudge::is_waiting(NodeNumber number, GrantId id) const {
    const auto node = nodes_.find(number);
    if (node == nodes_.end()) return false;
    const auto found = node->second.in_force.find(id);
    return found != node->second.in_force.end() && !found->second.heard;
}

EmergencyJudge::Complaint EmergencyJudge::sound_started(NodeNumber number, const Grant& grant, UtcTime now) {
    auto& node = nodes_[number];
    if (grant.priority == domain::Priority::emergency) {
        const auto waited_in_silence = [&](const auto& entry) {
            return !entry.second.heard && was_silent_too_long(node, entry.second, now);
        };
        if (std::ranges::any_of(node.in_force, waited_in_silence)) return "an emergency waits in silence for more than 150 ms";
        node.sounding = grant.id;
        if (auto found = node.in_force.find(grant.id); found != node.in_force.end()) found->second.heard = true;
        return let_others_wait(node, grant.id, now);
    }
    const auto forbids = [&](const auto& entry) { return now > entry.second.due + clock_error_max; };
    if (std::ranges::any_of(node.in_force, forbids)) return "sounds something lower during an emergency";
    return std::nullopt;
}

EmergencyJudge::Complaint EmergencyJudge::let_others_wait(Node& node, GrantId sounding, UtcTime now) {
    for (auto& [id, other] : node.in_force) {
        if (other.heard || other.due >= now) continue;
        if (!other.others_heard.insert(sounding).second) return "an emergency waits while another one is heard twice";
    }
    return std::nullopt;
}

void EmergencyJudge::sound_stopped(NodeNumber number, const Grant& grant, UtcTime now) {
    auto& node = nodes_[number];
    if (node.sounding != grant.id) return;
    node.sounding.reset();
    node.silent_since = now;
}

void EmergencyJudge::silenced(NodeNumber number, GrantId id) { nodes_[number].in_force.erase(id); }

bool EmergencyJudge::broke_off(NodeNumber number, GrantId id, UtcTime now) {
    auto& node = nodes_[number];
    const auto found = node.in_force.find(id);
    if (found == node.in_force.end()) return false;
    situations_.saw(Situation::emergency_broken_off);
    found->second = InForce{found->second.grant, std::max(now, found->second.due), false, {}};
    return true;
}

EmergencyJudge::Complaint EmergencyJudge::finished(NodeNumber number, GrantId id, UtcTime now) {
    auto& node = nodes_[number];
    const auto found = node.in_force.find(id);
    if (found == node.in_force.end()) return std::nullopt;
    const bool too_early = now < may_end_from(*found->second.grant);
    node.in_force.erase(found);
    if (too_early) return "an emergency ends before its time, and nobody stopped it";
    return std::nullopt;
}

}  // namespace village::simulation
