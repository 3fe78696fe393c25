#include "tests/simulation/ducking_judge.hpp"

namespace village::simulation {
namespace {

using domain::Duration;
using domain::Grant;
using domain::NodeNumber;
using domain::UtcTime;

/// Until what interrupts it has its first sample.
constexpr auto change_over_max = device_latency_max + clock_error_max;
/// So long before its time the device of an idle loudspeaker is told of what begins: it would not be loud again for longer.
constexpr std::chrono::milliseconds told_ahead{250};

bool is_heard_alone(const Grant& grant) { return domain::is_called(grant.kind) || grant.stands_in_for; }

}  // namespace

void DuckingJudge::started(NodeNumber node, const Grant& grant, UtcTime now) {
    if (facts_.loud_at(node)) facts_.fail("S3", node, "sounds two loud things at once", now);
    const auto due = Facts::at_node(grant, node).starts_at;
    check_raised(node, now, now <= due + change_over_max ? told_ahead : Duration{change_over_max});
    nothing_above_since_.erase(node);
    if (facts_.beneath_at(node)) {
        if (is_heard_alone(grant)) facts_.fail("S3", node, "something goes on beneath what is to be heard alone", now);
        facts_.situations.saw(Situation::ducked_beneath);
    }
    const auto silenced = silenced_at_.find(node);
    const bool just_now = silenced != silenced_at_.end() && now - silenced->second <= device_latency_max;
    if (just_now && grant.kind == domain::BroadcastKind::emergency)
        facts_.situations.saw(Situation::ducked_silenced_by_emergency);
}

void DuckingJudge::stopped(NodeNumber node, const Grant& grant, UtcTime now) {
    check_raised(node, now, change_over_max);
    const auto beneath = facts_.beneath_at(node);
    if (!beneath) return;
    if (*beneath != grant.id) {
        nothing_above_since_[node] = now;
        return;
    }
    nothing_above_since_.erase(node);
    silenced_at_[node] = now;
}

void DuckingJudge::ducked(NodeNumber node, const Grant& grant, UtcTime now) {
    if (facts_.beneath_at(node)) facts_.fail("S3", node, "two things go on beneath a third one", now);
    if (grant.when_interrupted != domain::WhenInterrupted::duck || is_heard_alone(grant))
        facts_.fail("S3", node, "goes on beneath another, and did not declare so", now);
    // A moment before it would have begun it may have been told so: then the other one may be heard by now.
    const auto loud = facts_.loud_at(node);
    if (!loud || *loud == grant.id) nothing_above_since_[node] = now;
    else if (is_heard_alone(facts_.issued.at(*loud)))
        facts_.fail("S3", node, "something begins beneath what is to be heard alone", now);
}

void DuckingJudge::raised(NodeNumber node, UtcTime now) {
    check_raised(node, now, change_over_max);
    nothing_above_since_.erase(node);
    facts_.situations.saw(Situation::raised_again);
}

void DuckingJudge::check_raised(NodeNumber node, UtcTime now, Duration most) {
    const auto since = nothing_above_since_.find(node);
    if (since != nothing_above_since_.end() && now - since->second > most)
        facts_.fail("L2", node, "stays quiet, though nothing sounds above it", now);
}

void DuckingJudge::sweep(UtcTime now) {
    for (const auto& [node, since] : nothing_above_since_) check_raised(node, now, told_ahead);
}

}  // namespace village::simulation
