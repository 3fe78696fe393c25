// NodePlayer's part about what goes on quietly beneath what interrupted it, as it declared (`WhenInterrupted::duck`).
#include <algorithm>

#include "scheduler/dispatch/node_player.hpp"

namespace village::dispatch {

using domain::UtcTime;

/// What warns, and what says that the danger is over, is heard alone.
bool NodePlayer::bears_company(const PlayerItem& item) {
    return !item.is_emergency() && !item.is_all_clear() && !item.is_stand_in();
}

bool NodePlayer::goes_beneath(const PlayerItem& item, const PlayerItem& by) {
    return item.grant.when_interrupted == domain::WhenInterrupted::duck && !item.is_stand_in() && bears_company(by);
}

void NodePlayer::duck(PlayerItem& item, const PlayerItem& by, UtcTime now, PlayerCommands& out) {
    silence_ducked(by, now, out);
    item.phase = Phase::ducked;
    item.beneath = by.grant.priority;
    out.push_back(Remember{item.record()});
    out.push_back(DuckSounding{item.grant.id, true});
}

void NodePlayer::raise(PlayerItem& item, PlayerCommands& out) {
    item.phase = Phase::sounding;
    current_ = item.grant.id;
    out.push_back(DuckSounding{item.grant.id, false});
}

/// From now on it is interrupted like what resumes.
void NodePlayer::silence_ducked(const PlayerItem& by, UtcTime now, PlayerCommands& out) {
    for (auto& [id, item] : items_) {
        if (item.phase != Phase::ducked) continue;
        silence(item, now, out);
        item.give_way(by);
        out.push_back(Remember{item.record()});
    }
}

}  // namespace village::dispatch
