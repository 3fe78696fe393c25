#include "controller/control_loop/ended_warnings.hpp"

#include <algorithm>

namespace village::control_loop {

std::vector<domain::Broadcast> warnings_ended_by(const domain::Broadcast& all_clear, const dispatch::Dispatcher& dispatcher) {
    std::vector<domain::Broadcast> ended;
    if (all_clear.kind != domain::BroadcastKind::all_clear || all_clear.ended_at) return ended;
    for (const auto id : dispatcher.open_broadcasts()) {
        const auto* other = dispatcher.find(id);
        if (other->kind != domain::BroadcastKind::emergency || other->state != domain::BroadcastState::on_air) continue;
        const auto heard = other->targets.shared_with(all_clear.targets).without(dispatcher.stopped_nodes(id));
        // What was called later is not meant, and ends the all-clear.
        if (!heard.is_empty() && other->created_at <= all_clear.created_at) ended.push_back(*other);
    }
    std::ranges::stable_sort(ended, {}, &domain::Broadcast::created_at);
    return ended;
}

}  // namespace village::control_loop
