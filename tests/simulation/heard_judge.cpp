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
    if (by) claims_.push_back({here, *by, facts_.lives[here.first], now});
}

void HeardJudge::sweep() {
    for (const auto& claim : std::exchange(claims_, {})) {
        const auto node = claim.here.first;
        const bool is_own = facts_.issued.at(claim.here.second).broadcast == claim.by;
        if (!is_own && (begun_.contains({node, claim.by}) || facts_.lives[node] != claim.life)) continue;
        facts_.fail("S8", node, "says that something silenced it which never began here", claim.since);
    }
}

}  // namespace village::simulation
