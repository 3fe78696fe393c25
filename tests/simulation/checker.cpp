#include "tests/simulation/checker.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace village::simulation {
namespace {

using domain::BroadcastKind;
using domain::Duration;
using domain::Grant;
using domain::GrantId;
using domain::NodeNumber;
using domain::Priority;
using domain::UtcTime;

/// A trusted clock may be wrong by this much.
constexpr std::chrono::milliseconds clock_error{50};
constexpr std::chrono::seconds ring_out{1};

}  // namespace

void Checker::fail(const char* invariant, NodeNumber node, std::string words, UtcTime now) {
    if (violation_) return;
    violation_ = Violation{invariant, fmt::format("node {}: {}", node.value, words), now};
}

bool Checker::is_stopped(NodeNumber node, const Grant& grant) const { return stopped_.contains({node, grant.id}); }

void Checker::check_covered(NodeNumber node, const Grant& grant, UtcTime now) {
    if (!grant.nodes.contains(node)) fail("S3", node, "sounds a grant that is not for it", now);
    if (now + clock_error < grant.not_before) fail("S2", node, "sounds before not_before", now);
    if (now > grant.not_after + ring_out && !without_clock_.contains({node, grant.id})) fail("S2", node, "sounds after not_after", now);
    if (is_stopped(node, grant)) fail("S6", node, "sounds what was stopped there", now);
    if (promised_never_.contains(grant.broadcast)) fail("S6", node, "sounds what was cancelled in time", now);
}

void Checker::check_hours(NodeNumber node, const Grant& grant, UtcTime now) {
    if (grant.kind == BroadcastKind::emergency || grant.quiet_hours) return;
    const auto minute_of = [&](UtcTime time) {
        const auto local = time.time_since_epoch() + std::chrono::minutes{hours_.utc_offset_minutes};
        return static_cast<std::uint16_t>(std::chrono::floor<std::chrono::minutes>(local).count() % (24 * 60));
    };
    const auto tolerance = 2 * ring_out;
    if (hours_.quiet.contains(minute_of(now)) && hours_.quiet.contains(minute_of(now - tolerance)))
        fail("S23", node, "sounds in the quiet hours", now);
}

void Checker::check_not_below_emergency(NodeNumber node, const Grant& grant, UtcTime now) {
    if (grant.priority == Priority::emergency) return;
    for (const auto& [id, emergency] : emergencies_[node])
        if (emergency.sounded && emergency.begins_at <= now) fail("S4", node, "sounds something lower during an emergency", now);
}

void Checker::sound_started(NodeNumber node, GrantId id, UtcTime now) {
    ++sounds_;
    const auto known = issued_.find(id);
    if (known == issued_.end()) return fail("S3", node, "sounds without a grant of the signer", now);
    const auto& grant = known->second;
    check_covered(node, grant, now);
    check_hours(node, grant, now);
    check_not_below_emergency(node, grant, now);
    if (starts_[{node, id}] <= 1 && now > grant.start_by + clock_error && !without_clock_.contains({node, id}))
        fail("S2", node, fmt::format("starts {} ms after start_by", (now - grant.start_by).count() / 1000), now);
    if (finished_.contains({node, id})) fail("S1", node, "starts again after done", now);
    if (broadcasts_finished_.contains({node, grant.broadcast})) fail("S1", node, "starts a broadcast again after it was done", now);
    if (sounding_.contains(node)) fail("S3", node, "sounds two things at once", now);
    sounding_[node] = {id, now};
    if (auto found = emergencies_[node].find(id); found != emergencies_[node].end()) found->second.sounded = true;
}

void Checker::sound_stopped(NodeNumber node, GrantId id, UtcTime now) {
    const auto found = sounding_.find(node);
    if (found == sounding_.end() || found->second.grant != id) return;
    const auto& grant = issued_.at(id);
    auto& total = sounded_[{node, id}];
    total += now - found->second.since;
    const auto limit = grant.max_duration * (grant.when_interrupted == domain::WhenInterrupted::restart ? starts_[{node, id}] : 1) + ring_out;
    if (total > limit) fail("S2", node, "sounds longer than max_duration", now);
    sounding_.erase(found);
}

void Checker::finished(NodeNumber node, GrantId id, UtcTime now) {
    if (!finished_.insert({node, id}).second) fail("S1", node, "finishes the same grant twice", now);
    if (const auto known = issued_.find(id); known != issued_.end()) broadcasts_finished_.insert({node, known->second.broadcast});
    emergencies_[node].erase(id);
}

void Checker::stop_received(NodeNumber node, const domain::StopOrder& stop, UtcTime now) {
    for (const auto& id : stop.grants) {
        stopped_.insert({node, id});
        emergencies_[node].erase(id);
        if (const auto found = sounding_.find(node); found != sounding_.end() && found->second.grant == id)
            fail("S6", node, "goes on sounding after a STOP", now);
    }
}

void Checker::emergency_received(NodeNumber node, const Grant& grant, UtcTime now) {
    if (is_stopped(node, grant) || finished_.contains({node, grant.id})) return;
    emergencies_[node].try_emplace(grant.id, Emergency{grant.priority, std::max(now, grant.starts_at), false});
}

void Checker::emergency_due(NodeNumber node, GrantId id, UtcTime now) {
    const auto& here = emergencies_[node];
    const auto found = here.find(id);
    if (found == here.end() || found->second.sounded) return;
    const auto sounds = sounding_.find(node);
    const bool another = sounds != sounding_.end() && issued_.at(sounds->second.grant).priority == Priority::emergency;
    if (!another) fail("S4", node, "an emergency is not heard 150 ms after it was received", now);
}

void Checker::node_crashed(NodeNumber node, UtcTime now) {
    if (const auto found = sounding_.find(node); found != sounding_.end()) sound_stopped(node, GrantId{found->second.grant}, now);
    emergencies_[node].clear();
}

void Checker::stop_promised(const domain::Broadcast& broadcast, UtcTime now) {
    promised_silent_.try_emplace(broadcast.id, now);
    // A cancelled plan may lie in a node that nobody reaches; an emergency that was cancelled in time lies nowhere.
    const bool in_time = broadcast.state == domain::BroadcastState::cancelled && broadcast.kind == BroadcastKind::emergency;
    if (in_time) promised_never_.insert(broadcast.id);
}

void Checker::controller_sends(domain::BroadcastId broadcast, UtcTime now) {
    if (promised_silent_.contains(broadcast)) fail("S6", NodeNumber{}, "the controller sends what it said was stopped", now);
}

void Checker::delivery_stored(const domain::Delivery& delivery, UtcTime now) {
    auto& state = stored_[{delivery.broadcast, delivery.node}];
    if (domain::is_final(state) && delivery.state != state) fail("S1", delivery.node, "a final state was left", now);
    if (!domain::is_final(state) && domain::is_final(delivery.state)) ++finals_;
    state = delivery.state;
}

void Checker::receipt_counted(NodeNumber node, std::uint64_t number, UtcTime now) {
    if (!counted_.insert({node, number}).second) fail("S7", node, fmt::format("receipt {} was counted twice", number), now);
}

void Checker::sweep(const std::set<NodeNumber>& reachable, UtcTime now) {
    for (const auto& [node, sounding] : sounding_) {
        const auto& grant = issued_.at(sounding.grant);
        check_covered(node, grant, now);
        check_hours(node, grant, now);
        const auto promise = promised_silent_.find(grant.broadcast);
        const bool long_ago = promise != promised_silent_.end() && now > promise->second + std::chrono::seconds{15};
        if (long_ago && reachable.contains(node)) fail("S6", node, "still sounds 15 s after the STOP, though in contact", now);
    }
}

void Checker::end(const std::vector<domain::Broadcast>& over, UtcTime now) {
    for (const auto& broadcast : over)
        for (const auto node : broadcast.targets.numbers()) {
            const auto found = stored_.find({broadcast.id, node});
            if (found == stored_.end() || !domain::is_final(found->second))
                fail("S1", node,
                     fmt::format("broadcast {} ({}) has no final state but \"{}\"", broadcast.id.text(),
                                 domain::broadcast_state_name(broadcast.state),
                                 domain::delivery_state_name(found == stored_.end() ? domain::DeliveryState::planned : found->second)),
                     now);
        }
}

}  // namespace village::simulation
