#include "tests/simulation/heard_judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace village::simulation {
namespace {

/// At each start the device may be late by its latency, and the node's clock be set right.
constexpr auto lost_per_start = device_latency_max + 2 * clock_error_max;

}  // namespace

domain::Duration HeardJudge::wanted(const domain::Grant& grant, const Heard& heard) {
    if (grant.stream) return heard.last_sample_at - grant.starts_at;
    return std::min(grant.content_duration, grant.max_duration);
}

void HeardJudge::started(domain::NodeNumber node, const domain::Grant& grant, const Sound& sound) {
    auto& heard = heard_[{node, grant.id}];
    const bool begins_anew = !grant.stream && sound.position < heard.reached && sound.position == domain::Duration::zero();
    if (begins_anew) heard = {.best = std::max(heard.best, heard.pass)};
    heard.reached = sound.position;
    ++heard.starts;
}

void HeardJudge::stopped(domain::NodeNumber node, const domain::Grant& grant, domain::Duration time, domain::UtcTime now) {
    auto& heard = heard_[{node, grant.id}];
    heard.pass += time;
    heard.reached += time;
    heard.last_sample_at = now;
}

void HeardJudge::faltered(domain::NodeNumber node, domain::GrantId grant, domain::Duration lost) {
    heard_[{node, grant}].pass -= lost;
    facts_.situations.saw(Situation::device_falters);
}

void HeardJudge::finished(domain::NodeNumber node, const domain::Grant& grant, domain::DeliveryState said, domain::UtcTime now) {
    // What stands in is wanted for a while only, and its node alone knows for how long.
    if (said != domain::DeliveryState::played || grant.stands_in_for) return;
    const auto& heard = heard_[{node, grant.id}];
    const auto most = std::max(heard.best, heard.pass) + heard.starts * lost_per_start;
    const auto all = wanted(grant, heard);
    if (most * 100 < all * 95)
        facts_.fail("S8", node, fmt::format("says \"played\", but {} % were output", most * 100 / all), now);
}

void HeardJudge::silenced_by(OnNode here, domain::DeliveryState said, std::optional<domain::BroadcastId> by,
                             domain::UtcTime now) {
    if (!by && said == domain::DeliveryState::preempted)
        facts_.fail("S8", here.first, "says \"preempted\", and not by what", now);
    if (by) claims_.push_back({here, *by, now});
}

/// What silences begins in the same moment, unless the power is cut in between.
bool HeardJudge::is_borne_out(const Claim& claim) const {
    const auto& [node, grant] = claim.here;
    const auto own = facts_.issued.at(grant).broadcast;
    const auto began = begun_in_.find({node, own});
    const bool had_power = began != begun_in_.end() && began->second == facts_.lives.at(node);
    return claim.by != own && (begun_in_.contains({node, claim.by}) || !had_power);
}

void HeardJudge::sweep() {
    for (const auto& claim : std::exchange(claims_, {}))
        if (!is_borne_out(claim))
            facts_.fail("S8", claim.here.first, "says that something silenced it which never began here", claim.since);
}

}  // namespace village::simulation
