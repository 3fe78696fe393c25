#include "controller/control_loop/programme_orders.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

#include "controller/control_loop/piece_history.hpp"
#include "controller/control_loop/planned_orders.hpp"
#include "controller/control_loop/programme_days.hpp"
#include "controller/control_loop/special_days.hpp"

namespace village::control_loop {
namespace {

/// Whatever makes it sound otherwise, in words: its broadcast follows from this.
std::string words_of(const dispatch::BroadcastOrder& order) {
    const auto& broadcast = order.broadcast;
    const auto& place = *broadcast.place;
    auto words =
        fmt::format("{} {} {} {} {} {} {} {}", place.key, broadcast.content->text(), domain::to_us(broadcast.starts_at),
                    broadcast.duration.count(), place.fade_out.count(), place.stands_in_for ? place.stands_in_for->text() : "",
                    domain::priority_name(broadcast.priority), broadcast.outside_hours_reason);
    for (const auto node : broadcast.targets.numbers()) words += fmt::format(" {}", node.value);
    return words;
}

/// Pieces get their ids one after the other: what stands in for another one follows it.
class Naming {
public:
    Naming(const domain::Occurrence& occurrence, const PieceHistory& history) : occurrence_(occurrence), history_(history) {}

    /// False when it is settled, or what it stands in for is: who stops that one means this one, too.
    bool name(const calendar::Piece& piece, dispatch::BroadcastOrder& order) {
        auto& broadcast = order.broadcast;
        const auto& named = piece.stands_in_for;
        if (named && settled_.contains(*named)) return false;
        if (history_.is_settled(broadcast)) return settled_.insert(piece.key), false;
        if (named) broadcast.place->stands_in_for = id_of(*named);
        broadcast.id = unused_id(words_of(order));
        ids_[piece.key] = broadcast.id;
        return true;
    }

private:
    /// Of what is not there, too: nobody will ever order it.
    domain::BroadcastId id_of(const std::string& key) const {
        const auto found = ids_.find(key);
        return found != ids_.end() ? found->second : domain::broadcast_of_piece(occurrence_, key);
    }
    domain::BroadcastId unused_id(const std::string& words) const {
        auto id = domain::broadcast_of_piece(occurrence_, words);
        for (int again = 2; history_.is_withdrawn(id); ++again)
            id = domain::broadcast_of_piece(occurrence_, fmt::format("{} again {}", words, again));
        return id;
    }

    const domain::Occurrence& occurrence_;
    const PieceHistory& history_;
    std::map<std::string, domain::BroadcastId> ids_;
    std::set<std::string> settled_;
};

}  // namespace

ports::Awaitable<domain::Result<domain::Announcement>> wanted_announcement(const Office& office,
                                                                           domain::AnnouncementId announcement,
                                                                           std::optional<domain::ProgrammeId> programme) {
    if (!programme) co_return co_await office.ports.stores.announcements.find(announcement);
    auto found = co_await office.ports.stores.programmes.find(*programme);
    if (!found) co_return found.error();
    domain::Announcement whole;
    whole.title = found->name;
    whole.state = domain::AnnouncementState::approved;
    whole.content.emplace().duration = found->length;
    co_return whole;
}

ports::Awaitable<domain::Result<domain::Announcement>> wanted_announcement(const Office& office, domain::Schedule schedule) {
    return wanted_announcement(office, schedule.announcement, schedule.programme);
}

ports::Awaitable<domain::Result<OrderedProgramme>> ordered_programme(const Office& office, domain::Schedule schedule,
                                                                     domain::NodeSet nodes, domain::Occurrence occurrence) {
    auto programme = co_await office.ports.stores.programmes.find(*schedule.programme);
    if (!programme) co_return programme.error();
    const auto day = date::floor<date::days>(office.zone.to_local(occurrence.planned));
    auto composed = co_await composed_day(office, std::move(*programme), day, schedule.priority, occurrence.planned);
    if (!composed) co_return composed.error();
    auto stored = co_await office.ports.stores.broadcasts.pieces_of(occurrence.id);
    if (!stored) co_return stored.error();
    std::map<domain::AnnouncementId, domain::Announcement> announcements;
    for (const auto& piece : composed->pieces) {
        if (!piece.announcement || announcements.contains(*piece.announcement)) continue;
        auto announcement = co_await office.ports.stores.announcements.find(*piece.announcement);
        if (!announcement) co_return announcement.error();
        announcements.emplace(*piece.announcement, std::move(*announcement));
    }
    OrderedProgramme ordered{{}, std::move(composed->left_out)};
    const PieceHistory history{office, occurrence.id, *stored};
    Naming naming{occurrence, history};
    for (const auto& piece : composed->pieces) {
        if (!piece.announcement) continue;
        const auto& announcement = announcements.at(*piece.announcement);
        // Made anew meanwhile; the next planning knows it.
        if (!announcement.content) continue;
        const auto on_the_day = on_special_days(office, schedule, announcement, nodes, occurrence.planned);
        if (on_the_day.sounds.is_empty()) continue;
        auto order = piece_order(office, schedule, announcement, on_the_day.sounds, occurrence, piece);
        auto stopped = history.stopped_at(order.broadcast).shared_with(on_the_day.sounds);
        if (naming.name(piece, order)) ordered.pieces.push_back({announcement, std::move(order), std::move(stopped)});
    }
    co_return ordered;
}

}  // namespace village::control_loop
