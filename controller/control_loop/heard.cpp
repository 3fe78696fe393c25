#include "controller/control_loop/heard.hpp"

#include <algorithm>

namespace village::control_loop {
namespace {

using domain::BroadcastState;

/// Of what is not followed any more, all loudspeakers have answered.
bool somebody_heard(const Office& office, domain::BroadcastId broadcast) {
    const auto deliveries = office.tracker.deliveries(broadcast);
    return deliveries.empty() ||
           std::ranges::any_of(deliveries, [](const domain::Delivery& one) { return one.first_sample_at.has_value(); });
}

}  // namespace

bool is_over_too_early(const Office& office, const domain::Broadcast& broadcast) {
    return dispatch::Dispatcher::is_over_too_early(broadcast, office.now()) && !somebody_heard(office, broadcast.id);
}

std::set<domain::OccurrenceId> heard_occurrences(const Office& office) {
    std::set<domain::OccurrenceId> heard;
    for (const auto& known : office.dispatcher.known()) {
        const auto& broadcast = known.order->broadcast;
        const bool may_have_sounded = broadcast.state == BroadcastState::on_air || broadcast.state == BroadcastState::ended ||
                                      broadcast.state == BroadcastState::stopped;
        if (may_have_sounded && broadcast.occurrence && !is_over_too_early(office, broadcast))
            heard.insert(*broadcast.occurrence);
    }
    return heard;
}

}  // namespace village::control_loop
