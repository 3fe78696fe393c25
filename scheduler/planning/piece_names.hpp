// Which broadcast a piece of a programme is. The same programme, day, announcements and nodes give the same broadcasts; whatever
// differs is another broadcast, so that making it anew withdraws what has changed and leaves the rest.
#pragma once

#include <map>
#include <set>
#include <string>

#include "scheduler/calendar/compose_programme.hpp"
#include "scheduler/planning/piece_history.hpp"

namespace village::planning {

/// Gives an order of the whole occurrence the place, the time and the length of one piece. `content` is how long its sound is.
void put_in_place(dispatch::BroadcastOrder& order, domain::ProgrammeId programme, const domain::Occurrence& occurrence,
                  const calendar::Piece& piece, domain::Duration content);

/// Pieces get their ids one after the other: what stands in for another one follows it.
class PieceNames {
public:
    PieceNames(const Known& known, const domain::Occurrence& occurrence, const std::vector<domain::Broadcast>& stored)
        : occurrence_(occurrence), history_(known, occurrence.id, stored) {}

    /// Names one that is in its place, and says where somebody stopped it. False when it is settled, or what it stands in for is: who
    /// stops that one means this one, too.
    bool name(const calendar::Piece& piece, dispatch::BroadcastOrder& order);

private:
    domain::BroadcastId id_of(const std::string& key) const;
    domain::BroadcastId unused_id(const std::string& words) const;

    domain::Occurrence occurrence_;
    PieceHistory history_;
    std::map<std::string, domain::BroadcastId> ids_;
    std::set<std::string> settled_;
};

}  // namespace village::planning
