#include "tests/simulation/programme_planning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "tests/simulation/customs.hpp"
#include "tests/simulation/piece_history.hpp"

namespace village::simulation {
namespace {

using domain::BroadcastId;
using domain::NodeSet;
using domain::Occurrence;
using domain::UtcTime;

/// The real one reaches seven days ahead; a run lasts one.
constexpr std::chrono::hours planning_horizon{20};
constexpr std::chrono::seconds shortest_part{5};

dispatch::BroadcastOrder piece_order(const WantedProgramme& wanted, const Occurrence& occurrence, const calendar::Piece& piece,
                                     UtcTime now) {
    dispatch::BroadcastOrder order;
    auto& broadcast = order.broadcast;
    broadcast.priority = wanted.schedule.priority;
    broadcast.when_interrupted = wanted.schedule.when_interrupted;
    broadcast.announcement = piece.announcement;
    broadcast.occurrence = occurrence.id;
    broadcast.targets = wanted.targets;
    broadcast.starts_at = occurrence.planned + piece.offset;
    const auto end = broadcast.starts_at + piece.length;
    broadcast.start_by = piece.stands_in_for ? end : std::max(broadcast.starts_at, end - shortest_part);
    broadcast.duration = broadcast.max_duration = piece.length;
    broadcast.content = wanted.sounds.at(*piece.announcement);
    broadcast.created_at = now;
    if (wanted.outside_hours) broadcast.outside_hours_reason = "wanted";
    auto& place = broadcast.place.emplace();
    place.programme = wanted.programme.id;
    place.key = piece.key;
    place.content_length = wanted.facts.announcements.at(*piece.announcement).length;
    place.fade_out = piece.fade_out;
    place.ends_by = end;
    order.schedule = wanted.schedule.id;
    order.outside_hours = wanted.outside_hours;
    return order;
}

std::string words_of(const domain::Broadcast& broadcast) {
    const auto& place = *broadcast.place;
    return fmt::format("{} {} {} {} {} {}", place.key, broadcast.content->text(), domain::to_us(broadcast.starts_at),
                       broadcast.duration.count(), place.fade_out.count(),
                       place.stands_in_for ? place.stands_in_for->text() : "");
}

/// Pieces get their ids one after the other: what stands in for another one follows it.
class Naming {
public:
    Naming(const Occurrence& occurrence, const PieceHistory& history) : occurrence_(occurrence), history_(history) {}

    bool name(const calendar::Piece& piece, domain::Broadcast& broadcast) {
        const auto& named = piece.stands_in_for;
        if (named && settled_.contains(*named)) return false;
        if (history_.is_settled(broadcast)) return settled_.insert(piece.key), false;
        if (named) broadcast.place->stands_in_for = id_of(*named);
        broadcast.id = unused_id(words_of(broadcast));
        ids_[piece.key] = broadcast.id;
        return true;
    }

private:
    BroadcastId id_of(const std::string& key) const {
        const auto found = ids_.find(key);
        return found != ids_.end() ? found->second : domain::broadcast_of_piece(occurrence_, key);
    }
    BroadcastId unused_id(const std::string& words) const {
        auto id = domain::broadcast_of_piece(occurrence_, words);
        for (int again = 2; history_.is_withdrawn(id); ++again)
            id = domain::broadcast_of_piece(occurrence_, fmt::format("{} again {}", words, again));
        return id;
    }

    const Occurrence& occurrence_;
    const PieceHistory& history_;
    std::map<std::string, BroadcastId> ids_;
    std::set<std::string> settled_;
};

}  // namespace

UtcTime ProgrammePlanning::last_planned(domain::ScheduleId schedule, UtcTime now) const {
    auto last = now + planning_horizon;
    for (const auto& known : dispatcher_.known())
        if (known.order->schedule == schedule) last = std::max(last, known.order->broadcast.starts_at + domain::Duration{1});
    return last;
}

bool ProgrammePlanning::is_planned(BroadcastId id) const {
    const auto* known = dispatcher_.find(id);
    return known != nullptr && !known->ended_at;
}

std::vector<MadeDay> ProgrammePlanning::make(const WantedProgramme& wanted, UtcTime now) const {
    std::vector<MadeDay> days;
    const auto last = last_planned(wanted.schedule.id, now);
    for (const auto& occurrence : wanted.rule.between(now - domain::Programme::length_max, last)) {
        MadeDay day{occurrence, {}};
        if (occurrence.planned > now && occurrence.planned < now + planning_horizon)
            day.pieces = pieces_of(wanted, occurrence, now);
        days.push_back(std::move(day));
    }
    return days;
}

std::vector<MadeDay::Made> ProgrammePlanning::pieces_of(const WantedProgramme& wanted, const Occurrence& occurrence,
                                                        UtcTime now) const {
    const auto composed = calendar::compose_programme(wanted.programme, local_day(occurrence.planned), wanted.facts);
    const PieceHistory history{dispatcher_, occurrence.id, store_.pieces_of(occurrence.id), forgets_stops_};
    Naming naming{occurrence, history};
    std::vector<MadeDay::Made> pieces;
    for (const auto& piece : composed.pieces) {
        if (!piece.announcement) continue;
        auto order = piece_order(wanted, occurrence, piece, now);
        auto stopped = history.stopped_at(order.broadcast).shared_with(wanted.targets);
        if (naming.name(piece, order.broadcast)) pieces.push_back({std::move(order), std::move(stopped)});
    }
    return pieces;
}

PlannedDays ProgrammePlanning::plan(std::vector<MadeDay> days, domain::ScheduleId schedule, UtcTime now) const {
    PlannedDays all;
    all.changed = {schedule, "editor", {}};
    for (auto& day : days) {
        if (!day.pieces || day.occurrence.planned <= now) {
            for (const auto& known : dispatcher_.known()) {
                const auto& broadcast = known.order->broadcast;
                if (broadcast.occurrence == day.occurrence.id && broadcast.place && !broadcast.ended_at)
                    all.changed.still_wanted.push_back(broadcast.id);
            }
            continue;
        }
        const PieceHistory history{dispatcher_, day.occurrence.id, {}, forgets_stops_};
        for (auto& piece : *day.pieces) {
            const auto id = piece.order.broadcast.id;
            if (history.is_settled(piece.order.broadcast) || history.is_withdrawn(id)) continue;
            all.changed.still_wanted.push_back(id);
            if (is_planned(id)) continue;
            const auto stopped = piece.stopped.united_with(history.stopped_at(piece.order.broadcast));
            if (!stopped.is_empty()) all.stops.push_back({{id}, stopped, "stopped before", {}});
            all.planned.orders.push_back(std::move(piece.order));
        }
    }
    return all;
}

}  // namespace village::simulation
