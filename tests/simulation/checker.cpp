#include "tests/simulation/checker.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scheduler/policy/tombstones.hpp"

namespace village::simulation {
namespace {

using domain::BroadcastKind;
using domain::DeliveryState;
using domain::Grant;
using domain::GrantId;
using domain::NodeNumber;
using domain::UtcTime;
using domain::WhenInterrupted;

/// A session that says nothing for 30 s is given up; what it carried until then may arrive this late.
constexpr std::chrono::seconds session_patience{60};

/// Is what was stored what the node said? A START that was held back until its broadcast had been settled as missed may
/// still be answered with "cancelled", and the other way round: both say that nothing was heard.
bool agree(DeliveryState said, DeliveryState stored) {
    const auto unheard = [](DeliveryState state) { return state == DeliveryState::missed || state == DeliveryState::cancelled; };
    return said == stored || (unheard(said) && unheard(stored));
}

}  // namespace

void Checker::fail(const char* invariant, NodeNumber node, std::string words, UtcTime now) {
    if (violation_) return;
    violation_ = Violation{invariant, fmt::format("node {}: {}", node.value, words), now};
}

void Checker::complain(NodeNumber node, const EmergencyJudge::Complaint& complaint, UtcTime now) {
    if (complaint) fail("S4", node, *complaint, now);
}

// A node without a clock obeys an emergency of this session as one of this moment, for what else could it know: the
// same window, moved to the time it came. How late that can be is judged where it comes.
Checker::Window Checker::window(NodeNumber node, const Grant& grant) const {
    const auto taken = taken_without_clock_.find({node, grant.id});
    if (taken == taken_without_clock_.end()) return {grant.not_before, grant.start_by, grant.not_after};
    const auto late = taken->second - grant.starts_at;
    return {taken->second, grant.start_by + late, std::min(grant.not_after + late, taken->second + grant.max_duration)};
}

void Checker::check_start(NodeNumber node, const Grant& grant, UtcTime now) {
    auto& starts = starts_[{node, grant.id}];
    const bool goes_on = starts.heard || starts.first_life != lives_[node];
    starts.heard = true;
    if (goes_on) return;
    const auto allowed = window(node, grant);
    if (now + clock_error_max < allowed.not_before) fail("S2", node, "starts before not_before", now);
    if (now > allowed.start_by + clock_error_max)
        fail("S2", node, fmt::format("starts {} ms after start_by", (now - allowed.start_by).count() / 1000), now);
}

void Checker::check_covered(NodeNumber node, const Grant& grant, UtcTime now) {
    const auto allowed = window(node, grant);
    if (!grant.nodes.contains(node)) fail("S3", node, "sounds a grant that is not for it", now);
    if (now + clock_error_max < allowed.not_before) fail("S3", node, "sounds before its grant begins", now);
    if (now > allowed.not_after + ring_out + clock_error_max) fail("S3", node, "sounds after its grant has ended", now);
}

void Checker::check_content(NodeNumber node, const Grant& grant, const Sound& sound, UtcTime now) {
    if (sound.content != grant.content) fail("S3", node, "sounds other audio than its grant names", now);
    if (grant.content && sound.position > grant.content_duration) fail("S3", node, "sounds beyond the end of its audio", now);
}

bool Checker::is_quiet(UtcTime time) const {
    const auto local = time.time_since_epoch() + std::chrono::minutes{hours_.utc_offset_minutes};
    return hours_.quiet.contains(static_cast<std::uint16_t>(std::chrono::floor<std::chrono::minutes>(local).count() % (24 * 60)));
}

void Checker::check_hours(NodeNumber node, const Grant& grant, UtcTime now) {
    if (grant.kind == BroadcastKind::emergency || grant.quiet_hours) return;
    if (is_quiet(now) && is_quiet(now - 2 * ring_out)) fail("S23", node, "sounds in the quiet hours", now);
}

void Checker::check_promise(NodeNumber node, domain::BroadcastId broadcast, UtcTime now) {
    const auto promise = promised_.find(broadcast);
    if (promise != promised_.end() && promise->second.never) fail("S6", node, "sounds what was cancelled in time", now);
}

void Checker::start_written(NodeNumber node, GrantId id, UtcTime now) {
    const auto known = issued_.find(id);
    if (known == issued_.end()) return fail("S3", node, "decides to sound without a grant of the signer", now);
    auto& starts = starts_[{node, id}];
    if (starts.count > 0) note_going_on(node, known->second);
    if (starts.count++ == 0) starts.first_life = lives_[node];
    starts.life = lives_[node];
}

void Checker::note_going_on(NodeNumber node, const Grant& grant) {
    const bool same_life = starts_.at({node, grant.id}).life == lives_[node];
    if (grant.kind == BroadcastKind::emergency) {
        if (!same_life) situations_.saw(Situation::emergency_after_power_cut);
        return;
    }
    if (!same_life) return situations_.saw(Situation::rejoined_after_power_cut);
    situations_.saw(grant.when_interrupted == WhenInterrupted::restart ? Situation::restarted_after_interruption
                                                                       : Situation::resumed_after_interruption);
}

void Checker::sound_started(NodeNumber node, const Sound& sound, UtcTime now) {
    ++sounds_;
    const auto known = issued_.find(sound.grant);
    if (known == issued_.end()) return fail("S3", node, "sounds without a grant of the signer", now);
    const auto& grant = known->second;
    const OnNode here{node, grant.id};
    if (sounding_.contains(node)) fail("S3", node, "sounds two things at once", now);
    check_covered(node, grant, now);
    check_content(node, grant, sound, now);
    check_hours(node, grant, now);
    check_promise(node, grant.broadcast, now);
    check_start(node, grant, now);
    if (stopped_.contains(here)) fail("S6", node, "sounds what was stopped there", now);
    if (finished_.contains(here)) fail("S1", node, "starts again after done", now);
    if (said_.contains({node, grant.broadcast})) fail("S1", node, "starts a broadcast again after it was done", now);
    note_break_in(node, grant, now);
    complain(node, emergencies_.sound_started(node, grant, now), now);
    liveness_.sound_started(node, grant, now);
    // What goes back is a new pass, and no pass is longer than max_duration. It need not begin at its beginning: after a power
    // cut in its first moment the node joins where the pass would be.
    auto& pass = passes_[here];
    if (grant.when_interrupted == WhenInterrupted::restart && sound.position < pass.reached) pass = {};
    pass.reached = sound.position;
    sounding_[node] = {grant.id, now};
}

void Checker::note_break_in(NodeNumber node, const Grant& grant, UtcTime now) {
    const auto before = last_sounded_.find(node);
    if (grant.kind != BroadcastKind::emergency || before == last_sounded_.end()) return;
    const auto& other = issued_.at(before->second.grant);
    const bool broke_in = other.id != grant.id && now - before->second.since <= device_latency_max;
    if (!broke_in) return;
    if (other.kind == BroadcastKind::live) situations_.saw(Situation::emergency_over_live);
    situations_.saw(other.kind == BroadcastKind::emergency ? Situation::emergency_over_emergency
                                                           : Situation::emergency_breaks_in);
}

void Checker::sound_stopped(NodeNumber node, GrantId id, UtcTime now) {
    const auto found = sounding_.find(node);
    if (found == sounding_.end() || found->second.grant != id) return;
    const auto& grant = issued_.at(id);
    const auto heard = now - found->second.since;
    auto& pass = passes_[{node, id}];
    pass.sounded += heard;
    pass.reached += heard;
    if (pass.sounded > grant.max_duration + ring_out) fail("S2", node, "sounds longer than max_duration", now);
    check_covered(node, grant, now);
    check_hours(node, grant, now);
    emergencies_.sound_stopped(node, grant, now);
    liveness_.sound_stopped(node, grant, now);
    last_sounded_[node] = {id, now};
    sounding_.erase(found);
}

void Checker::finished(NodeNumber node, GrantId id, DeliveryState said, UtcTime now) {
    if (!finished_.insert({node, id}).second) fail("S1", node, "finishes the same grant twice", now);
    if (const auto known = issued_.find(id); known != issued_.end())
        said_.emplace(std::pair(node, known->second.broadcast), said);
    const bool at_quiet_start = is_quiet(now) && !is_quiet(now - 2 * ring_out);
    if (at_quiet_start && (said == DeliveryState::partial || said == DeliveryState::preempted))
        situations_.saw(Situation::quiet_hours_cut_an_item);
    liveness_.finished(node, id, now);
    complain(node, emergencies_.finished(node, id, now), now);
}

void Checker::start_offered(NodeNumber node, GrantId id, UtcTime now) {
    const auto known = issued_.find(id);
    if (known == issued_.end()) return;
    const bool is_first = offered_.insert({node, id}).second;
    if (is_first && now > known->second.start_by) situations_.saw(Situation::late_start_missed);
    const auto stop = stopped_.find({node, id});
    if (stop == stopped_.end()) return;
    if (is_first) situations_.saw(Situation::stop_before_start);
    if (is_first && stop->second != lives_[node]) situations_.saw(Situation::start_after_stop_and_power_cut);
}

void Checker::taken_without_clock(NodeNumber node, GrantId id, UtcTime now) {
    if (!taken_without_clock_.try_emplace({node, id}, now).second) return;
    situations_.saw(Situation::emergency_without_clock);
    passes_.erase({node, id});
    if (now > issued_.at(id).not_after + session_patience) fail("S2", node, "obeys an emergency that is long over", now);
}

void Checker::clock_attested(NodeNumber node) {
    std::erase_if(taken_without_clock_, [&](const auto& entry) { return entry.first.first == node; });
}

void Checker::emergency_received(NodeNumber node, GrantId id, UtcTime now) {
    if (stopped_.contains({node, id}) || finished_.contains({node, id})) return;
    emergencies_.received(node, issued_.at(id), now);
}

std::optional<UtcTime> Checker::emergency_due(NodeNumber node, GrantId id, UtcTime now) {
    complain(node, emergencies_.look(node, id, now), now);
    return violation_ ? std::nullopt : emergencies_.look_again_at(node, id, now);
}

std::vector<GrantId> Checker::ended_by(const domain::StopOrder& stop, NodeNumber node) const {
    if (!stop.nodes) return stop.grants;
    std::vector<GrantId> ended;
    for (const auto& [id, grant] : issued_)
        if (stop.nodes->contains(node) && grant.nodes.contains(node) && policy::speaks_of(stop, grant)) ended.push_back(id);
    return ended;
}

void Checker::stop_received(NodeNumber node, const domain::StopOrder& stop) {
    for (const auto& id : ended_by(stop, node)) {
        if (!stopped_.try_emplace({node, id}, lives_[node]).second) situations_.saw(Situation::stop_arrives_again);
        emergencies_.silenced(node, id);
        const auto promise = promised_.find(issued_.at(id).broadcast);
        if (promise != promised_.end() && promise->second.controller_life != controller_life_)
            situations_.saw(Situation::stop_outlives_controller);
        if (const auto found = sounding_.find(node); found != sounding_.end() && found->second.grant == id)
            situations_.saw(Situation::stop_while_sounding);
    }
}

void Checker::stop_obeyed(NodeNumber node, const domain::StopOrder& stop, UtcTime now) {
    const auto found = sounding_.find(node);
    if (found == sounding_.end()) return;
    const auto ended = ended_by(stop, node);
    if (std::ranges::find(ended, found->second.grant) != ended.end()) fail("S6", node, "goes on sounding after a STOP", now);
}

void Checker::quench_received(NodeNumber node, std::optional<domain::BroadcastId> broadcast) {
    for (const auto& [id, grant] : issued_)
        if (!broadcast || grant.broadcast == *broadcast) emergencies_.silenced(node, id);
}

void Checker::power_lost(NodeNumber node, UtcTime now) {
    if (const auto found = sounding_.find(node); found != sounding_.end()) sound_stopped(node, GrantId{found->second.grant}, now);
    ++lives_[node];
    clock_attested(node);
    emergencies_.lost_power(node);
}

void Checker::stop_promised(const domain::Broadcast& broadcast, UtcTime now) {
    // A cancelled plan may lie in a node that nobody reaches; an emergency that was cancelled in time lies nowhere.
    const bool never = broadcast.state == domain::BroadcastState::cancelled && broadcast.kind == BroadcastKind::emergency;
    promised_.try_emplace(broadcast.id, Promise{now, controller_life_, never});
}

void Checker::controller_sends(domain::BroadcastId broadcast, UtcTime now) {
    if (promised_.contains(broadcast)) fail("S6", NodeNumber{}, "the controller sends what it said was stopped", now);
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

void Checker::receipt_released(NodeNumber node, std::uint64_t number, UtcTime now) {
    if (!counted_.contains({node, number}))
        fail("S7", node, fmt::format("receipt {} is let go of and stored nowhere", number), now);
}

void Checker::sweep(const std::set<NodeNumber>& reachable, UtcTime now) {
    for (const auto& [node, segment] : sounding_) {
        const auto& grant = issued_.at(segment.grant);
        check_covered(node, grant, now);
        check_hours(node, grant, now);
        const auto promise = promised_.find(grant.broadcast);
        const bool long_ago = promise != promised_.end() && now > promise->second.at + std::chrono::seconds{15};
        if (long_ago && reachable.contains(node)) fail("S6", node, "still sounds 15 s after the STOP, though in contact", now);
    }
}

void Checker::end(const std::vector<domain::Broadcast>& over, UtcTime now) {
    for (const auto& broadcast : over)
        for (const auto node : broadcast.targets.numbers()) {
            const auto found = stored_.find({broadcast.id, node});
            const auto state = found == stored_.end() ? DeliveryState::planned : found->second;
            const auto words = fmt::format("broadcast {} ({}) is \"{}\" there", broadcast.id.text(),
                                           domain::broadcast_state_name(broadcast.state), domain::delivery_state_name(state));
            if (!domain::is_final(state)) fail("S1", node, words + " at the end", now);
            if (const auto said = said_.find({node, broadcast.id}); said != said_.end() && !agree(said->second, state))
                fail("S7", node, fmt::format("{}, but its receipt says \"{}\"", words, domain::delivery_state_name(said->second)),
                     now);
        }
}

void Checker::unconnected(NodeNumber node, UtcTime now) { fail("L1", node, "not connected 90 s after healing", now); }

void Checker::outbox_not_empty(NodeNumber node, UtcTime now) {
    fail("L1", node, "5 min after healing a receipt of before waits in its outbox", now);
}

void Checker::end_of_healing(const std::vector<domain::Broadcast>& due, UtcTime now) {
    for (const auto& broadcast : due) {
        const auto id = grant_of_.find(broadcast.id);
        if (id == grant_of_.end()) continue;
        const auto& grant = issued_.at(id->second);
        if (!hours_allow(hours_, grant)) continue;
        if (const auto late = liveness_.judge(broadcast)) fail("L3", NodeNumber{}, *late, now);
        for (const auto node : grant.nodes.numbers()) {
            if (stopped_.contains({node, grant.id})) continue;
            const auto said = said_.find({node, broadcast.id});
            const auto state = said == said_.end() ? DeliveryState::planned : said->second;
            if (const auto silent = liveness_.judge(node, broadcast, grant, state))
                fail("L2", node, fmt::format("{} (broadcast {})", *silent, broadcast.id.text()), now);
        }
    }
}

}  // namespace village::simulation
