#include "scheduler/planning/known.hpp"

namespace village::planning {
namespace {

domain::BroadcastId name(const domain::Occurrence& occurrence, std::uint32_t again) {
    return again == 1 ? domain::broadcast_of(occurrence) : domain::broadcast_again(occurrence, again);
}

/// How often it was planned, with the one that stands for it.
std::uint32_t count_of(const dispatch::Dispatcher& dispatcher, const domain::Occurrence& occurrence) {
    std::uint32_t again = 1;
    while (dispatcher.was_withdrawn(name(occurrence, again))) ++again;
    return again;
}

}  // namespace

bool Known::is_planned(domain::BroadcastId id) const {
    const auto* broadcast = dispatcher.find(id);
    return broadcast != nullptr && !broadcast->ended_at;
}

domain::BroadcastId Known::broadcast_of(const domain::Occurrence& occurrence) const {
    return name(occurrence, count_of(dispatcher, occurrence));
}

domain::BroadcastId Known::broadcast_after(const domain::Occurrence& occurrence) const {
    return name(occurrence, count_of(dispatcher, occurrence) + 1);
}

domain::NodeSet Known::stopped_at(const domain::Occurrence& occurrence) const {
    domain::NodeSet nodes;
    for (auto again = count_of(dispatcher, occurrence); again >= 1; --again)
        if (const auto* known = dispatcher.find(name(occurrence, again))) nodes = nodes.united_with(known->stopped_at);
    return nodes;
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
