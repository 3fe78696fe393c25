#include "tests/simulation/sound_judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "scheduler/policy/passes.hpp"
#include "tests/simulation/customs.hpp"

namespace village::simulation {
namespace {

using domain::BroadcastKind;
using domain::Grant;
using domain::GrantId;
using domain::NodeNumber;
using domain::UtcTime;
using domain::WhenInterrupted;

/// A session that says nothing for 30 s is given up; what it carried until then may arrive this late.
constexpr std::chrono::seconds session_patience{60};

}  // namespace

// A node without a clock obeys an emergency of this session as one of this moment, for what else could it know: the
// same window, moved to the time it came. How late that can be is judged where it comes.
SoundJudge::Window SoundJudge::window(NodeNumber node, const Grant& grant) const {
    const auto taken = taken_without_clock_.find({node, grant.id});
    if (taken == taken_without_clock_.end()) {
        const auto early = taken_early_.find({node, grant.id});
        const auto own = Facts::at_node(grant, node);
        return {early == taken_early_.end() ? own.not_before : early->second, own.start_by, own.not_after};
    }
    const auto late = taken->second - grant.starts_at;
    return {taken->second, grant.start_by + late, std::min(grant.not_after + late, taken->second + grant.max_duration)};
}

UtcTime SoundJudge::time_of(NodeNumber node, const Grant& grant, UtcTime truth) const {
    return taken_without_clock_.contains({node, grant.id}) ? truth : facts_.time_at(node, truth);
}

/// Each in its pass only, and never while a neighbour of another pass speaks.
void SoundJudge::check_pass(NodeNumber node, const Grant& grant, UtcTime truth) {
    if (grant.passes.empty() || facts_.is_being_set(node, truth) || was_set_since_it_began(node, grant)) return;
    const auto now = time_of(node, grant, truth);
    const auto own = Facts::at_node(grant, node);
    if (now + clock_error_max < own.starts_at) facts_.fail("S2", node, "speaks before its own pass", now);
    if (now > own.starts_at + grant.content_duration + clock_error_max + device_latency_max)
        facts_.fail("S2", node, "speaks after its own pass", now);
    for (const auto& [there, segment] : facts_.sounding)
        if (there.second == grant.id && !was_set_since_it_began(there.first, grant) &&
            facts_.time_at(there.first, truth) == now &&
            policy::begins_after(grant.passes, there.first) != own.starts_at - grant.starts_at)
            facts_.fail("S2", node, "speaks into the pass of its neighbour", now);
    if (own.starts_at > grant.starts_at) facts_.situations.saw(Situation::later_pass_sounds);
}

void SoundJudge::check_start(NodeNumber node, const Grant& grant, UtcTime truth) {
    const auto now = time_of(node, grant, truth);
    auto& starts = starts_[{node, grant.id}];
    const bool goes_on = starts.heard || starts.first_life != facts_.lives[node];
    if (!std::exchange(starts.heard, true)) starts.begun_at = truth;
    if (goes_on || facts_.is_being_set(node, truth)) return;
    const auto allowed = window(node, grant);
    // By its very clock, which an exchange may have moved since it decided.
    const auto moved = facts_.is_led_astray(node) ? 2 * clock_error_max : clock_error_max;
    if (now + moved < allowed.not_before) facts_.fail("S2", node, "starts before not_before", now);
    if (now > allowed.start_by + clock_error_max)
        facts_.fail("S2", node, fmt::format("starts {} ms after start_by", (now - allowed.start_by).count() / 1000), now);
}

bool SoundJudge::was_set_since_it_began(NodeNumber node, const Grant& grant) const {
    const auto clock = facts_.clocks.find(node);
    const auto starts = starts_.find({node, grant.id});
    return clock != facts_.clocks.end() && starts != starts_.end() && clock->second.set_at > starts->second.begun_at;
}

void SoundJudge::check_covered(NodeNumber node, const Grant& grant, UtcTime truth) {
    if (facts_.is_being_set(node, truth)) return;
    const auto now = time_of(node, grant, truth);
    const auto allowed = window(node, grant);
    if (!grant.nodes.contains(node)) facts_.fail("S3", node, "sounds a grant that is not for it", now);
    // What had begun when the clock was set back goes on.
    if (now + clock_error_max < allowed.not_before && !was_set_since_it_began(node, grant))
        facts_.fail("S3", node, "sounds before its grant begins", now);
    if (now > allowed.not_after + ring_out + clock_error_max) facts_.fail("S3", node, "sounds after its grant has ended", now);
}

void SoundJudge::check_content(NodeNumber node, const Grant& grant, const Sound& sound, UtcTime now) {
    if (sound.content != grant.content) facts_.fail("S3", node, "sounds other audio than its grant names", now);
    if (grant.content && sound.position > grant.content_duration)
        facts_.fail("S3", node, "sounds beyond the end of its audio", now);
}

void SoundJudge::start_written(NodeNumber node, GrantId id, UtcTime now) {
    const auto* grant = facts_.find(id);
    if (!grant) return facts_.fail("S3", node, "decides to sound without a grant of the signer", now);
    auto& starts = starts_[{node, id}];
    if (starts.count > 0) note_going_on(node, *grant);
    if (starts.count++ == 0) starts.first_life = facts_.lives[node];
    starts.life = facts_.lives[node];
}

void SoundJudge::note_going_on(NodeNumber node, const Grant& grant) {
    const bool same_life = starts_.at({node, grant.id}).life == facts_.lives[node];
    if (grant.kind == BroadcastKind::emergency) {
        if (!same_life) facts_.situations.saw(Situation::emergency_after_power_cut);
        return;
    }
    if (!same_life) return facts_.situations.saw(Situation::rejoined_after_power_cut);
    facts_.situations.saw(grant.when_interrupted == WhenInterrupted::restart ? Situation::restarted_after_interruption
                                                                             : Situation::resumed_after_interruption);
}

void SoundJudge::started(NodeNumber node, const Grant& grant, const Sound& sound, UtcTime now) {
    const OnNode here{node, grant.id};
    check_covered(node, grant, now);
    check_content(node, grant, sound, now);
    check_start(node, grant, now);
    check_pass(node, grant, now);
    if (facts_.finished.contains(here)) facts_.fail("S1", node, "starts again after done", now);
    if (was_done(node, grant.broadcast)) facts_.fail("S1", node, "starts a broadcast again after it was done", now);
    note_break_in(node, grant, now);
    note_day(now);
    // What goes back is a new pass, and no pass is longer than max_duration. It need not begin at its beginning: after a power
    // cut in its first moment the node joins where the pass would be.
    auto& pass = passes_[here];
    if (grant.when_interrupted == WhenInterrupted::restart && sound.position < pass.reached) pass = {};
    pass.reached = sound.position;
}

/// What a restored database forgot, and a loudspeaker dropped unheard, may have been signed again for it in between.
bool SoundJudge::was_done(NodeNumber node, domain::BroadcastId broadcast) const {
    const auto said = facts_.said.find({node, broadcast});
    if (said == facts_.said.end()) return false;
    return said->second != domain::DeliveryState::cancelled || !facts_.forgotten.contains(broadcast);
}

void SoundJudge::note_day(UtcTime now) {
    const auto day = local_day(now);
    if (is_leap_day(day)) facts_.situations.saw(Situation::leap_day);
    if (is_31st(day)) facts_.situations.saw(Situation::day_31);
    if (is_lunar_new_year(day)) facts_.situations.saw(Situation::lunar_new_year);
}

void SoundJudge::note_break_in(NodeNumber node, const Grant& grant, UtcTime now) {
    const auto before = last_sounded_.find(node);
    if (grant.kind != BroadcastKind::emergency || before == last_sounded_.end()) return;
    const auto& other = facts_.issued.at(before->second.grant);
    const bool broke_in = other.id != grant.id && now - before->second.at <= device_latency_max;
    if (!broke_in) return;
    if (other.kind == BroadcastKind::live) facts_.situations.saw(Situation::emergency_over_live);
    facts_.situations.saw(other.kind == BroadcastKind::emergency ? Situation::emergency_over_emergency
                                                                 : Situation::emergency_breaks_in);
}

void SoundJudge::stopped(NodeNumber node, const Grant& grant, domain::Duration heard, UtcTime now) {
    auto& pass = passes_[{node, grant.id}];
    pass.sounded += heard;
    pass.reached += heard;
    if (pass.sounded > grant.max_duration + ring_out && !was_set_since_it_began(node, grant))
        facts_.fail("S2", node, "sounds longer than max_duration", now);
    check_covered(node, grant, now);
    check_pass(node, grant, now);
    const auto year = [](UtcTime time) { return date::year_month_day{local_day(time)}.year(); };
    if (year(now - heard) != year(now)) facts_.situations.saw(Situation::year_end);
    last_sounded_[node] = {grant.id, now};
}

void SoundJudge::sweep(UtcTime now) {
    for (const auto& [here, segment] : facts_.sounding) check_covered(here.first, facts_.issued.at(here.second), now);
}

void SoundJudge::taken_without_clock(NodeNumber node, const Grant& grant, UtcTime now) {
    if (!taken_without_clock_.try_emplace({node, grant.id}, now).second) return;
    facts_.situations.saw(Situation::emergency_without_clock);
    passes_.erase({node, grant.id});
    // Where the controller's clock is wrong, too, nobody knows.
    const bool controller_knew =
        !facts_.controller_clock_is_wrong && now > facts_.controller_clock_right_since + session_patience;
    if (controller_knew && now > grant.not_after + session_patience)
        facts_.fail("S2", node, fmt::format("obeys emergency {}, which is long over", grant.id.text()), now);
}

void SoundJudge::clock_attested(NodeNumber node, UtcTime truth) {
    const auto now = facts_.time_at(node, truth);
    for (const auto& [here, taken] : taken_without_clock_)
        if (here.first == node && std::min(taken, now) < facts_.issued.at(here.second).not_before)
            taken_early_.emplace(here, std::min(taken, now));
    std::erase_if(taken_without_clock_, [&](const auto& entry) { return entry.first.first == node; });
}

}  // namespace village::simulation
