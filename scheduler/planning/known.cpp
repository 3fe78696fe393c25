#include "scheduler/planning/known.hpp"

namespace village::planning {

bool Known::is_planned(domain::BroadcastId id) const {
    const auto* broadcast = dispatcher.find(id);
    return broadcast != nullptr && !broadcast->ended_at;
}

std::vector<const domain::Broadcast*> Known::pieces_of(std::optional<domain::OccurrenceId> occurrence) const {
    std::vector<const domain::Broadcast*> pieces;
    for (const auto& known : dispatcher.known()) {
        const auto& broadcast = known.order->broadcast;
        if (broadcast.place && broadcast.occurrence == occurrence) pieces.push_back(&broadcast);
    }
    return pieces;
}

std::vector<const domain::Broadcast*> Known::open_pieces_of(std::optional<domain::OccurrenceId> occurrence) const {
    auto pieces = pieces_of(occurrence);
    std::erase_if(pieces, [](const domain::Broadcast* piece) { return piece->ended_at.has_value(); });
    return pieces;
}

}  // namespace village::planning
