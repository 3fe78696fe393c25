#include "tests/simulation/emergency_judge.hpp"

#include <algorithm>
#include <tuple>

#include "scheduler/dispatch/player_item.hpp"

namespace village::simulation {
namespace {

using domain::Grant;
using domain::GrantId;
using domain::NodeNumber;
using domain::UtcTime;

/// A call of a later moment is one of this moment by another clock.
UtcTime due_at(const Grant& grant, UtcTime received) {
    const bool is_of_this_moment = grant.starts_at > received + dispatch::PlayerItem::called_ahead_max;
    return is_of_this_moment ? received : std::max(received, grant.starts_at);
}

}  // namespace

/// When a node may say that no repetition fits any more.
UtcTime EmergencyJudge::may_end_from(const InForce& emergency) {
    const auto& grant = *emergency.grant;
    const auto next_pass = grant.repeat_every.value_or(domain::Duration::zero()) + grant.content_duration;
    return std::min(grant.not_after, emergency.since + grant.max_duration) - next_pass - ring_out - clock_error_max;
}

void EmergencyJudge::received(NodeNumber number, const Grant& grant, UtcTime now) {
    auto& node = nodes_[number];
    if (node.forgotten.contains(grant.id)) return;
    const auto [known, is_new] =
        node.in_force.try_emplace(grant.id, InForce{&grant, due_at(grant, now), due_at(grant, now), false, {}, UtcTime::max()});
    if (is_new && node.sounding == grant.id) known->second.heard = true;
}

EmergencyJudge::Complaint EmergencyJudge::look(NodeNumber number, GrantId id, UtcTime now) {
    if (!is_waiting(number, id)) return std::nullopt;
    const auto& node = nodes_.at(number);
    if (node.sounding) {
        if (higher_that_waits(number, node, *node.sounding, now))
            return Complained{"S5", "an emergency waits for the end of one that it goes over"};
        situations_.saw(Situation::emergency_waits_its_turn);
        const auto* heard = node.in_force.contains(*node.sounding) ? node.in_force.at(*node.sounding).grant : nullptr;
        if (heard && node.in_force.at(id).grant->issuer_level < heard->issuer_level)
            situations_.saw(Situation::lower_level_waits);
        return std::nullopt;
    }
    if (!was_silent_too_long(node, node.in_force.at(id), now)) return std::nullopt;
    return Complained{"S4", "an emergency is not heard 150 ms after it was received"};
}

std::optional<UtcTime> EmergencyJudge::look_again_at(NodeNumber number, GrantId id, UtcTime now) const {
    if (!is_waiting(number, id)) return std::nullopt;
    const auto& node = nodes_.at(number);
    if (node.sounding) return now + heard_within;
    // One tick later than allowed: at the last allowed moment it may still begin.
    return quiet_since(node, node.in_force.at(id), now) + heard_within + domain::Duration{1};
}

/// Each higher one takes the loudspeaker before the lower one's first sample, and has its own 150 ms.
UtcTime EmergencyJudge::quiet_since(const Node& node, const InForce& waiting, UtcTime now) {
    auto since = std::max(node.silent_since, waiting.due);
    for (const auto& [id, other] : node.in_force)
        if (!other.heard && other.due <= now && goes_over(*other.grant, *waiting.grant)) since = std::max(since, other.due);
    return since;
}

bool EmergencyJudge::was_silent_too_long(const Node& node, const InForce& waiting, UtcTime now) {
    return !node.sounding && now - quiet_since(node, waiting, now) > heard_within;
}

bool EmergencyJudge::is_waiting(NodeNumber number, GrantId id) const {
    const auto node = nodes_.find(number);
    if (node == nodes_.end()) return false;
    const auto found = node->second.in_force.find(id);
    return found != node->second.in_force.end() && !found->second.heard;
}

bool EmergencyJudge::goes_over(const Grant& a, const Grant& b) {
    return std::tie(a.issuer_level, a.issuer_sequence) > std::tie(b.issuer_level, b.issuer_sequence);
}

const EmergencyJudge::InForce* EmergencyJudge::higher_that_waits(NodeNumber number, const Node& node, GrantId than,
                                                                 UtcTime now) const {
    const auto lower = node.in_force.find(than);
    if (lower == node.in_force.end()) return nullptr;
    for (const auto& [id, other] : node.in_force) {
        const bool waits = !other.heard && !begun_.contains({number, id}) && now > other.due + heard_within;
        if (waits && goes_over(*other.grant, *lower->second.grant)) return &other;
    }
    return nullptr;
}

EmergencyJudge::Complaint EmergencyJudge::sound_started(NodeNumber number, const Grant& grant, UtcTime now) {
    auto& node = nodes_[number];
    if (grant.priority == domain::Priority::emergency) {
        const auto waited_in_silence = [&](const auto& entry) {
            return !entry.second.heard && was_silent_too_long(node, entry.second, now);
        };
        if (std::ranges::any_of(node.in_force, waited_in_silence))
            return Complained{"S4", "an emergency waits in silence for more than 150 ms"};
        if (higher_that_waits(number, node, grant.id, now))
            return Complained{"S5", "an emergency begins while one waits that goes over it"};
        if (auto complaint = breaks_in(number, node, grant, now)) return complaint;
        node.sounding = grant.id;
        node.sounding_since = now;
        if (auto found = node.in_force.find(grant.id); found != node.in_force.end()) {
            found->second.heard = true;
            found->second.again_due = UtcTime::max();
            found->second.others_heard.clear();
        }
        return let_others_wait(node, grant.id, now);
    }
    const auto forbids = [&](const auto& entry) { return now > entry.second.due + clock_error_max; };
    if (std::ranges::any_of(node.in_force, forbids)) return Complained{"S4", "sounds something lower during an emergency"};
    return std::nullopt;
}

/// Into the pass of the one that was heard until now.
EmergencyJudge::Complaint EmergencyJudge::breaks_in(NodeNumber number, Node& node, const Grant& grant, UtcTime now) {
    const bool at_once = now - node.silent_since <= device_latency_max;
    const bool is_first = heard_.insert({number, grant.id}).second;
    if (is_first && at_once && node.in_force.size() > 1) situations_.saw(Situation::newest_emergency_at_once);
    const auto before = node.broken_off ? node.in_force.find(*node.broken_off) : node.in_force.end();
    node.broken_off.reset();
    if (before == node.in_force.end() || !at_once || before->first == grant.id) return std::nullopt;
    if (goes_over(*before->second.grant, grant)) return Complained{"S5", "an emergency breaks into one that goes over it"};
    if (grant.issuer_level > before->second.grant->issuer_level) situations_.saw(Situation::higher_level_goes_over);
    return std::nullopt;
}

EmergencyJudge::Complaint EmergencyJudge::let_others_wait(Node& node, GrantId sounding, UtcTime now) {
    for (auto& [id, other] : node.in_force) {
        const auto due = other.heard ? other.again_due : other.due;
        if (due >= now) continue;
        if (other.heard) situations_.saw(Situation::emergencies_take_turns);
        if (!other.others_heard.insert(sounding).second)
            return Complained{"S5", "an emergency waits while another one is heard twice"};
    }
    return std::nullopt;
}

void EmergencyJudge::sound_stopped(NodeNumber number, const Grant& grant, UtcTime now) {
    auto& node = nodes_[number];
    if (node.sounding != grant.id) return;
    node.sounding.reset();
    node.silent_since = now;
    node.broken_off = grant.id;
    // So short a sound was perhaps no sound for its node, and it has its first pass before it.
    if (now - node.sounding_since <= device_latency_max)
        for (auto& [id, other] : node.in_force) other.others_heard.erase(grant.id);
    const auto found = node.in_force.find(grant.id);
    if (found == node.in_force.end()) return;
    // Its grid begins where it does, so that the next moment of it is no further away than one step.
    if (grant.repeat_every) found->second.again_due = now + *grant.repeat_every + clock_error_max;
}

void EmergencyJudge::silenced(NodeNumber number, GrantId id) {
    auto& node = nodes_[number];
    const auto found = node.in_force.find(id);
    if (found == node.in_force.end()) return;
    const auto before = node.broken_off ? node.in_force.find(*node.broken_off) : node.in_force.end();
    const bool broke_in = before != node.in_force.end() && found->second.due + heard_within >= node.silent_since &&
                          goes_over(*found->second.grant, *before->second.grant);
    // It was stopped before its first sample. Who goes on now breaks into nothing.
    if (broke_in) node.broken_off.reset();
    node.in_force.erase(found);
}

bool EmergencyJudge::broke_off(NodeNumber number, GrantId id, UtcTime now) {
    auto& node = nodes_[number];
    const auto found = node.in_force.find(id);
    if (found == node.in_force.end()) return false;
    situations_.saw(Situation::emergency_broken_off);
    node.broken_off.reset();
    const auto& before = found->second;
    found->second = InForce{before.grant, before.since, std::max(now, before.due), false, {}, UtcTime::max()};
    return true;
}

EmergencyJudge::Complaint EmergencyJudge::finished(NodeNumber number, GrantId id, UtcTime now) {
    auto& node = nodes_[number];
    const auto found = node.in_force.find(id);
    if (found == node.in_force.end()) return std::nullopt;
    const bool too_early = now < may_end_from(found->second);
    node.in_force.erase(found);
    if (too_early) return Complained{"S4", "an emergency ends before its time, and nobody stopped it"};
    return std::nullopt;
}

}  // namespace village::simulation
