// NodePlayer's part about what fills in for another broadcast: silent while that one can sound, there while it cannot.
#include <algorithm>

#include "scheduler/dispatch/node_player.hpp"

namespace village::dispatch {

using domain::BroadcastId;
using domain::UtcTime;

/// The named one cannot sound now: it never came, waits for its audio, may not, or is a stream of which nothing is heard.
bool NodePlayer::is_needed(const PlayerItem& stand_in, UtcTime now) const {
    const auto named = std::ranges::find_if(items_, [&](const auto& entry) { return stand_in.stands_in_for(entry.second); });
    if (named == items_.end()) return true;
    const auto& item = named->second;
    // Of a chain only the first link is ever asked.
    if (item.is_stand_in()) return false;
    if (item.is_heard()) return item.is_dead(now);
    return item.unjudged || item.barred || !has_sound(item) || item.is_dead(now);
}

bool NodePlayer::has_stand_in(const PlayerItem& item) const {
    return std::ranges::any_of(items_, [&](const auto& entry) { return entry.second.stands_in_for(item); });
}

bool NodePlayer::has_its_turn(const PlayerItem& item, UtcTime now) const {
    if (item.is_stand_in()) return is_needed(item, now);
    if (!item.is_dead(now)) return true;
    // A dead stream is listened to only as long as there is nothing better to hear.
    return std::ranges::none_of(items_, [&](const auto& entry) {
        const auto& other = entry.second;
        return other.stands_in_for(item) && (other.phase == Phase::sounding || is_ready(other, now));
    });
}

bool NodePlayer::may_take_from(const PlayerItem& holder, const PlayerItem& item, UtcTime now) {
    if (item.grant.priority > holder.grant.priority) return true;
    if (item.is_all_clear() && !holder.is_all_clear() && item.grant.priority == holder.grant.priority) return true;
    if (item.stands_in_for(holder)) return true;
    return holder.stands_in_for(item) && (!item.grant.stream || item.is_steady(now));
}

/// From a broadcast to what stands in for it, or back. Nobody was pre-empted by that.
void NodePlayer::change_over(PlayerItem& item, UtcTime now, PlayerCommands& out) {
    const bool had_begun = was_heard(item, now);
    const auto heard = item.played + item.heard_for();
    const bool resumed = item.resumed || (item.gave_way && item.heard_for() > domain::Duration::zero());
    silence(item, now, out);
    current_.reset();
    if (item.grant.stream) {
        item.played = heard;
        item.resumed = resumed;
        item.cause = "stream";
    }
    if (!had_begun) item.take_back();
    out.push_back(Remember{item.record()});
}

/// The named one was heard or stopped, and that holds for what fills in for it, too, even if that comes later.
bool NodePlayer::is_settled(BroadcastId broadcast) const {
    return std::ranges::any_of(done_,
                               [&](const auto& entry) { return entry.second.settled && entry.second.broadcast == broadcast; });
}

void NodePlayer::end_stand_ins(const PlayerItem& named, const char* reason, UtcTime now, PlayerCommands& out) {
    // Of a chain only the first link counts.
    if (named.is_stand_in()) return;
    std::vector<domain::GrantId> over;
    for (const auto& [id, item] : items_)
        if (item.stands_in_for(named)) over.push_back(id);
    for (const auto& id : over) {
        auto& item = items_.at(id);
        if (item.phase == Phase::sounding) silence(item, now, out);
        item.stopped = named.stopped;
        named.stopped ? finish(item, domain::ReceiptOutcome::cancelled, reason, now, out) : conclude(item, reason, now, out);
    }
}

/// Nothing is missing where nothing was asked of it.
bool NodePlayer::was_not_needed(const PlayerItem& item, UtcTime now) {
    const bool was_heard = item.played_total() > domain::Duration::zero();
    return item.is_stand_in() && !was_heard && !item.broke_off && item.wanted_until(now) < PlayerItem::worth_filling;
}

/// At its end, and the named one is still not there: once more from the beginning.
bool NodePlayer::begin_stand_in_again(PlayerItem& item, UtcTime now, PlayerCommands& out) {
    if (!item.is_stand_in() || item.broke_off || now + PlayerItem::ring_out >= item.hard_end()) return false;
    item.phase = Phase::interrupted;
    item.position = domain::Duration::zero();
    current_.reset();
    out.push_back(Remember{item.record()});
    return true;
}

void NodePlayer::count_wanted(UtcTime now) {
    for (auto& [id, item] : items_)
        if (item.is_stand_in()) item.count_wanted(now, is_needed(item, now));
}

}  // namespace village::dispatch
