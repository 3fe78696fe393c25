// What became of the pieces of a programme on the day of one occurrence: as control_loop's PieceHistory, which asks the real Office.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "scheduler/dispatch/dispatcher.hpp"

namespace village::simulation {

class PieceHistory {
public:
    PieceHistory(const dispatch::Dispatcher& dispatcher, domain::OccurrenceId occurrence,
                 const std::vector<domain::Broadcast>& stored, bool forgets_stops)
        : dispatcher_(dispatcher), forgets_stops_(forgets_stops) {
        for (const auto& piece : stored)
            if (dispatcher.find(piece.id) == nullptr) note(piece);
        for (const auto& known : dispatcher.known()) {
            const auto& piece = known.order->broadcast;
            if (piece.occurrence == occurrence && piece.place) note(piece);
        }
    }

    bool is_settled(const domain::Broadcast& piece) const { return settled_.contains(name_of(piece)); }
    bool is_withdrawn(domain::BroadcastId id) const { return withdrawn_.contains(id) || dispatcher_.is_forgotten(id); }
    domain::NodeSet stopped_at(const domain::Broadcast& piece) const {
        const auto found = stopped_.find(name_of(piece));
        return found != stopped_.end() ? found->second : domain::NodeSet{};
    }

private:
    using Name = std::pair<std::string, std::optional<domain::AnnouncementId>>;
    static Name name_of(const domain::Broadcast& piece) { return {piece.place->key, piece.announcement}; }

    void note(const domain::Broadcast& piece) {
        if (piece.place->withdrawn || piece.state == domain::BroadcastState::missed) withdrawn_.insert(piece.id);
        else if (forgets_stops_) return;
        else if (piece.state != domain::BroadcastState::planned) settled_.insert(name_of(piece));
        if (piece.stopped_at.is_empty() || forgets_stops_) return;
        auto& stopped = stopped_[name_of(piece)];
        stopped = stopped.united_with(piece.stopped_at);
    }

    const dispatch::Dispatcher& dispatcher_;
    bool forgets_stops_;  ///< Plant `stopped_piece_comes_back`.
    std::set<Name> settled_;
    std::map<Name, domain::NodeSet> stopped_;
    std::set<domain::BroadcastId> withdrawn_;
};

}  // namespace village::simulation
