#include "scheduler/planning/piece_history.hpp"

#include "scheduler/planning/heard.hpp"

namespace village::planning {

PieceHistory::PieceHistory(const Known& known, domain::OccurrenceId occurrence, const std::vector<domain::Broadcast>& stored)
    : known_(known) {
    for (const auto& piece : stored)
        if (known.dispatcher.find(piece.id) == nullptr) note(piece);
    for (const auto* piece : known.pieces_of(occurrence)) note(*piece);
}

/// One that was refused, or missed its start, was never heard, nor one that a clock which was ahead called over. A relay that a
/// restart cut off from its stream needs another grant.
bool PieceHistory::may_come_again(const domain::Broadcast& piece) const {
    return piece.withdrawn || piece.state == domain::BroadcastState::missed || known_.dispatcher.has_lost_its_stream(piece.id) ||
           is_over_too_early(known_, piece);
}

void PieceHistory::note(const domain::Broadcast& piece) {
    if (may_come_again(piece)) withdrawn_.insert(piece.id);
    else if (piece.state != domain::BroadcastState::planned) settled_.insert(name_of(piece));
    if (piece.stopped_at.is_empty()) return;
    auto& stopped = stopped_[name_of(piece)];
    stopped = stopped.united_with(piece.stopped_at);
}

bool PieceHistory::is_withdrawn(domain::BroadcastId id) const {
    return withdrawn_.contains(id) || known_.dispatcher.is_forgotten(id);
}

domain::NodeSet PieceHistory::stopped_at(const domain::Broadcast& piece) const {
    const auto found = stopped_.find(name_of(piece));
    return found != stopped_.end() ? found->second : domain::NodeSet{};
}

}  // namespace village::planning
