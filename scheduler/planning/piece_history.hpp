// What became of the pieces of a programme on the day of one occurrence, so that making it anew brings back nothing that was heard or
// stopped, and everything that was only withdrawn.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "scheduler/planning/known.hpp"

namespace village::planning {

class PieceHistory {
public:
    /// By what is known at this moment, and what is stored of it.
    PieceHistory(const Known& known, domain::OccurrenceId occurrence, const std::vector<domain::Broadcast>& stored);

    /// This announcement was heard or stopped in this piece, wherever the programme puts it now. Another one chosen for it was not.
    bool is_settled(const domain::Broadcast& piece) const { return settled_.contains(name_of(piece)); }
    /// Where somebody stopped it, while it goes on elsewhere.
    domain::NodeSet stopped_at(const domain::Broadcast& piece) const;
    /// Planning took it back, and a STOP of its grant may lie in the loudspeakers: what is wanted again is another broadcast.
    bool is_withdrawn(domain::BroadcastId id) const;

private:
    using Name = std::pair<std::string, std::optional<domain::AnnouncementId>>;
    static Name name_of(const domain::Broadcast& piece) { return {piece.place->key, piece.announcement}; }
    bool may_come_again(const domain::Broadcast& piece) const;
    void note(const domain::Broadcast& piece);

    Known known_;
    std::set<Name> settled_;
    std::map<Name, domain::NodeSet> stopped_;
    std::set<domain::BroadcastId> withdrawn_;
};

}  // namespace village::planning
