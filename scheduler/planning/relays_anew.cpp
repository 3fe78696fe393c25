#include "scheduler/planning/relays_anew.hpp"

#include <algorithm>

namespace village::planning {
namespace {

using domain::Broadcast;
using domain::BroadcastId;

bool fills_in(const Broadcast& piece, BroadcastId relay) { return piece.place && piece.place->stands_in_for == relay; }

bool belongs_to(const Broadcast& piece, BroadcastId relay) { return piece.id == relay || fills_in(piece, relay); }

/// What filled in for it may not sound any more, or not yet.
bool would_lose_its_fallback(const Known& known, const Broadcast& relay, const std::vector<dispatch::BroadcastOrder>& ordered,
                             BroadcastId anew) {
    const auto pieces = known.open_pieces_of(relay.occurrence);
    const auto fills_in_now = [&](const Broadcast* piece) { return fills_in(*piece, relay.id); };
    const auto will_fill_in = [&](const dispatch::BroadcastOrder& piece) { return fills_in(piece.broadcast, anew); };
    return std::ranges::any_of(pieces, fills_in_now) && std::ranges::none_of(ordered, will_fill_in);
}

}  // namespace

bool is_same_place(const Broadcast& one, const Broadcast& other) {
    return one.place->key == other.place->key && one.content == other.content && one.relay == other.relay &&
           one.starts_at == other.starts_at && one.duration == other.duration;
}

std::vector<Broadcast> cut_off_relays(const Known& known, domain::OccurrenceId occurrence) {
    std::vector<Broadcast> relays;
    for (const auto* piece : known.open_pieces_of(occurrence))
        if (known.dispatcher.has_lost_its_stream(piece->id) && piece->starts_at >= known.now + relay_ready_within)
            relays.push_back(*piece);
    return relays;
}

RelaysAnew relays_anew(const Known& known, const std::vector<Broadcast>& cut_off, std::vector<dispatch::BroadcastOrder> ordered,
                       const std::function<bool(dispatch::BroadcastOrder&)>& has_its_source) {
    RelaysAnew result;
    if (cut_off.empty()) return result;
    for (const auto* piece : known.pieces_of(cut_off.front().occurrence)) result.kept.push_back(piece->id);
    for (const auto& relay : cut_off) {
        const auto is_in_its_place = [&](const auto& order) { return is_same_place(order.broadcast, relay); };
        const auto anew = std::ranges::find_if(ordered, is_in_its_place);
        if (anew == ordered.end()) continue;
        const auto id = anew->broadcast.id;
        if (would_lose_its_fallback(known, relay, ordered, id) || !has_its_source(*anew)) continue;
        for (const auto& order : ordered)
            if (belongs_to(order.broadcast, id)) result.fresh.push_back(order);
        std::erase_if(result.kept, [&](BroadcastId piece) { return belongs_to(*known.dispatcher.find(piece), relay.id); });
    }
    return result;
}

}  // namespace village::planning
