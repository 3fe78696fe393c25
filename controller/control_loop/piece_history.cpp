#include "controller/control_loop/piece_history.hpp"

#include "controller/control_loop/heard.hpp"

namespace village::control_loop {
namespace {

/// One that was refused, or missed its start, was never heard, nor one that a clock which was ahead called over.
bool may_come_again(const Office& office, const domain::Broadcast& piece) {
    return piece.place->withdrawn || piece.state == domain::BroadcastState::missed || is_over_too_early(office, piece);
}

}  // namespace

std::vector<const domain::Broadcast*> known_pieces(const Office& office, std::optional<domain::OccurrenceId> occurrence) {
    std::vector<const domain::Broadcast*> pieces;
    for (const auto& known : office.dispatcher.known()) {
        const auto& broadcast = known.order->broadcast;
        if (broadcast.place && broadcast.occurrence == occurrence) pieces.push_back(&broadcast);
    }
    return pieces;
}

std::vector<const domain::Broadcast*> open_pieces(const Office& office, std::optional<domain::OccurrenceId> occurrence) {
    auto pieces = known_pieces(office, occurrence);
    std::erase_if(pieces, [](const domain::Broadcast* piece) { return piece->ended_at.has_value(); });
    return pieces;
}

PieceHistory::PieceHistory(const Office& office, domain::OccurrenceId occurrence, const std::vector<domain::Broadcast>& stored)
    : office_(office) {
    for (const auto& piece : stored)
        if (office.dispatcher.find(piece.id) == nullptr) note(piece);
    for (const auto* piece : known_pieces(office, occurrence)) note(*piece);
}

void PieceHistory::note(const domain::Broadcast& piece) {
    if (may_come_again(office_, piece)) withdrawn_.insert(piece.id);
    else if (piece.state != domain::BroadcastState::planned) settled_.insert(name_of(piece));
    if (piece.stopped_at.is_empty()) return;
    auto& stopped = stopped_[name_of(piece)];
    stopped = stopped.united_with(piece.stopped_at);
}

bool PieceHistory::is_withdrawn(domain::BroadcastId id) const {
    return withdrawn_.contains(id) || office_.dispatcher.is_forgotten(id);
}

domain::NodeSet PieceHistory::stopped_at(const domain::Broadcast& piece) const {
    const auto found = stopped_.find(name_of(piece));
    return found != stopped_.end() ? found->second : domain::NodeSet{};
}

}  // namespace village::control_loop
