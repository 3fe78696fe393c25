#include "scheduler/planning/piece_names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace village::planning {
namespace {

/// Of a piece that has come nearly to its end nobody hears the rest.
constexpr std::chrono::seconds shortest_part{5};

/// Whatever makes it sound otherwise, in words: its broadcast follows from this.
std::string words_of(const domain::Broadcast& broadcast) {
    const auto& place = *broadcast.place;
    auto words = fmt::format("{} {} {} {} {} {} {} {}", place.key,
                             broadcast.content ? broadcast.content->text() : "relay " + broadcast.relay,
                             domain::to_us(broadcast.starts_at), broadcast.duration.count(), place.fade_out.count(),
                             place.stands_in_for ? place.stands_in_for->text() : "", domain::priority_name(broadcast.priority),
                             broadcast.outside_hours_reason);
    for (const auto node : broadcast.targets.numbers()) words += fmt::format(" {}", node.value);
    return words;
}

}  // namespace

void put_in_place(dispatch::BroadcastOrder& order, domain::ProgrammeId programme, const domain::Occurrence& occurrence,
                  const calendar::Piece& piece, domain::Duration content) {
    auto& broadcast = order.broadcast;
    broadcast.starts_at = occurrence.planned + piece.offset;
    const auto end = broadcast.starts_at + piece.length;
    // Who comes late joins where its neighbours are, and what stands in may be needed at any moment.
    broadcast.start_by = piece.stands_in_for ? end : std::max(broadcast.starts_at, end - shortest_part);
    broadcast.duration = broadcast.max_duration = piece.length;
    if (piece.fills_gap) broadcast.priority = domain::Priority::background;
    auto& place = broadcast.place.emplace();
    place.programme = programme;
    place.key = piece.key;
    place.content_length = content;
    place.fade_out = piece.fade_out;
    place.ends_by = end;
}

bool PieceNames::name(const calendar::Piece& piece, dispatch::BroadcastOrder& order) {
    auto& broadcast = order.broadcast;
    const auto& named = piece.stands_in_for;
    if (named && settled_.contains(*named)) return false;
    if (history_.is_settled(broadcast)) return settled_.insert(piece.key), false;
    if (named) broadcast.place->stands_in_for = id_of(*named);
    broadcast.id = unused_id(words_of(broadcast));
    broadcast.stopped_at = broadcast.targets.shared_with(history_.stopped_at(broadcast));
    ids_[piece.key] = broadcast.id;
    return true;
}

/// Of what is not there, too: nobody will ever order it.
domain::BroadcastId PieceNames::id_of(const std::string& key) const {
    const auto found = ids_.find(key);
    return found != ids_.end() ? found->second : domain::broadcast_of_piece(occurrence_, key);
}

domain::BroadcastId PieceNames::unused_id(const std::string& words) const {
    auto id = domain::broadcast_of_piece(occurrence_, words);
    for (int again = 2; history_.is_withdrawn(id); ++again)
        id = domain::broadcast_of_piece(occurrence_, fmt::format("{} again {}", words, again));
    return id;
}

}  // namespace village::planning
