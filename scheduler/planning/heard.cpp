#include "scheduler/planning/heard.hpp"

#include <algorithm>

namespace village::planning {
namespace {

using domain::BroadcastState;

/// Of what is not followed any more, all loudspeakers have answered.
bool somebody_heard(const Known& known, domain::BroadcastId broadcast) {
    const auto deliveries = known.tracker.deliveries(broadcast);
    return deliveries.empty() ||
           std::ranges::any_of(deliveries, [](const domain::Delivery& one) { return one.first_sample_at.has_value(); });
}

}  // namespace

bool is_over_too_early(const Known& known, const domain::Broadcast& broadcast) {
    return dispatch::Dispatcher::is_over_too_early(broadcast, known.now) && !somebody_heard(known, broadcast.id);
}

std::set<domain::OccurrenceId> heard_occurrences(const Known& known) {
    std::set<domain::OccurrenceId> heard;
    for (const auto& one : known.dispatcher.known()) {
        const auto& broadcast = one.order->broadcast;
        const bool may_have_sounded = broadcast.state == BroadcastState::on_air || broadcast.state == BroadcastState::ended ||
                                      broadcast.state == BroadcastState::stopped;
        if (may_have_sounded && !broadcast.withdrawn && broadcast.occurrence && !is_over_too_early(known, broadcast))
            heard.insert(*broadcast.occurrence);
    }
    return heard;
}

}  // namespace village::planning
