#include "tests/simulation/liveness_judge.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace village::simulation {
namespace {

using domain::Grant;
using domain::GrantId;
using domain::NodeNumber;
using domain::UtcTime;

/// A loudspeaker that is free for this long has had time to begin.
constexpr std::chrono::seconds enough_to_begin{1};
/// Signed, sent, and its audio fetched.
constexpr std::chrono::seconds enough_to_arrive{15};
constexpr std::chrono::seconds on_time{1};
/// The same when the controller died meanwhile: connected again, and what was broken off is fetched again.
constexpr std::chrono::seconds enough_to_arrive_again{75};

}  // namespace

void LivenessJudge::controller_down(UtcTime now) {
    if (!lives_.empty()) lives_.back().until = now;
}

void LivenessJudge::sound_started(NodeNumber node, const Grant& grant, UtcTime now) {
    auto& holds = holds_[node];
    const bool emergency = grant.priority == domain::Priority::emergency;
    const auto goes_on = [&](const Hold& hold) { return hold.grant == grant.id && hold.until == UtcTime::max(); };
    if (emergency && std::ranges::any_of(holds, goes_on)) return;
    holds.push_back({grant.id, grant.priority, now, UtcTime::max()});
}

void LivenessJudge::sound_stopped(NodeNumber node, const Grant& grant, UtcTime now) {
    if (grant.priority != domain::Priority::emergency) finished(node, grant.id, now);
}

void LivenessJudge::finished(NodeNumber node, GrantId grant, UtcTime now) {
    for (auto& hold : holds_[node])
        if (hold.grant == grant) hold.until = std::min(hold.until, now);
}

bool LivenessJudge::was_free(const std::vector<Hold>& holds, const domain::Broadcast& due, const Grant& grant) const {
    auto free_since = std::max(grant.starts_at, arrived_by(due));
    // Who has it only when its neighbours have come to the end has nothing to join.
    if (free_since > grant.starts_at && free_since + enough_to_begin >= grant.starts_at + grant.content_duration) return false;
    // In order of their beginning, as they were written down.
    for (const auto& hold : holds) {
        if (hold.grant == grant.id || hold.priority < grant.priority || hold.until <= free_since) continue;
        if (hold.from > free_since + enough_to_begin) break;
        free_since = hold.until;
        if (hold.until == UtcTime::max()) return false;
    }
    return free_since + enough_to_begin < grant.start_by;
}

UtcTime LivenessJudge::arrived_by(const domain::Broadcast& due) const {
    const auto arrived = due.created_at + enough_to_arrive;
    if (!was_controller_away(due.created_at, arrived)) return arrived;
    const auto back = std::ranges::find_if(lives_, [&](const Life& life) { return life.from > due.created_at; });
    return back == lives_.end() ? UtcTime::max() - enough_to_arrive_again : back->from + enough_to_arrive_again;
}

bool LivenessJudge::was_controller_away(UtcTime from, UtcTime to) const {
    return std::ranges::none_of(lives_, [&](const Life& life) { return life.from <= from && life.until >= to; });
}

LivenessJudge::Complaint LivenessJudge::judge(NodeNumber node, const domain::Broadcast& due, const Grant& grant,
                                              domain::DeliveryState said) {
    const auto& holds = holds_[node];
    if (!was_free(holds, due, grant)) return std::nullopt;
    situations_.saw(Situation::due_at_a_free_node);
    const auto own = std::ranges::find(holds, grant.id, &Hold::grant);
    if (own == holds.end())
        return fmt::format("a due item is not heard, though the loudspeaker was free: it says \"{}\"",
                           domain::delivery_state_name(said));
    const auto between = [&](const Hold& hold) {
        return hold.grant != grant.id && hold.until >= grant.starts_at && hold.from <= own->from + grant.content_duration;
    };
    if (std::ranges::any_of(holds, between) || said == domain::DeliveryState::played) return std::nullopt;
    if (own->from > grant.starts_at + on_time && was_controller_away(due.created_at, own->from)) return std::nullopt;
    return fmt::format("a due item that nothing came between is \"{}\"", domain::delivery_state_name(said));
}

LivenessJudge::Complaint LivenessJudge::judge(const domain::Broadcast& due) {
    const auto in_time = [&](const Life& life) {
        return life.from <= due.starts_at - back_before && life.until >= due.starts_at + on_time;
    };
    if (due.created_at + enough_to_arrive > due.starts_at || std::ranges::none_of(lives_, in_time)) return std::nullopt;
    const auto close = [&](const Life& life) { return in_time(life) && life.from > due.starts_at - 2 * back_before; };
    if (std::ranges::any_of(lives_, close)) situations_.saw(Situation::controller_back_just_before);
    const auto started = on_air_.find(due.id);
    if (started == on_air_.end()) return "the controller was back in time and never started a due item";
    if (started->second <= due.starts_at + on_time) return std::nullopt;
    return fmt::format("the controller was back in time and started a due item {} ms late",
                       (started->second - due.starts_at).count() / 1000);
}

}  // namespace village::simulation
