// What the ScheduleDesk plans where a programme is wanted: piece by piece, on the day of each occurrence.
#include <algorithm>
#include <iterator>

#include "controller/control_loop/approvals.hpp"
#include "controller/control_loop/piece_history.hpp"
#include "controller/control_loop/planned_orders.hpp"
#include "controller/control_loop/programme_orders.hpp"
#include "controller/control_loop/schedule_desk.hpp"
#include "controller/control_loop/second_person.hpp"
#include "controller/observability/log.hpp"

namespace village::control_loop {
namespace {

/// How long after its start a piece is known at least, over or not.
constexpr std::chrono::hours over_is_known{1};

struct Pieces {
    std::vector<OrderedPiece> fresh;
    std::vector<domain::BroadcastId> kept;  ///< On the calendar where they are, though what they would become is not approved.
};

bool is_planned(const Office& office, domain::BroadcastId id) {
    const auto* known = office.dispatcher.find(id);
    return known != nullptr && !known->ended_at;
}

/// The same sound is planned on the same day, for no fewer loudspeakers and no less important: only its place moved.
bool is_planned_elsewhere(const Office& office, const domain::Broadcast& wanted) {
    return std::ranges::any_of(open_pieces(office, wanted.occurrence), [&](const domain::Broadcast* known) {
        return known->announcement == wanted.announcement && known->content == wanted.content &&
               wanted.targets.is_subset_of(known->targets) && wanted.priority <= known->priority &&
               wanted.outside_hours_reason == known->outside_hours_reason;
    });
}

/// The same sound at the same moment of this occurrence.
std::optional<domain::BroadcastId> planned_in_its_place(const Office& office, const domain::Broadcast& wanted) {
    for (const auto* known : open_pieces(office, wanted.occurrence))
        if (known->place->key == wanted.place->key && known->content == wanted.content && known->starts_at == wanted.starts_at &&
            known->duration == wanted.duration)
            return known->id;
    return std::nullopt;
}

/// A consent is asked for once: what is on the calendar already needs none for where and when it sounds.
bool may_sound(const Office& office, const OrderedPiece& piece) {
    const auto& wanted = piece.order.broadcast;
    return is_planned(office, wanted.id) || check_approved(office, piece.announcement, piece.order) ||
           is_planned_elsewhere(office, wanted);
}

ports::Awaitable<domain::Result<Pieces>> pieces_on(const Office& office, domain::Schedule schedule,
                                                   domain::Occurrence occurrence) {
    auto nodes = office.commune.resolve(schedule.targets);
    if (!nodes) co_return nodes.error();
    auto whole = co_await wanted_announcement(office, schedule);
    if (!whole) co_return whole.error();
    Pieces pieces;
    const bool awaits = awaits_second_person(office, schedule, *whole, *nodes, occurrence);
    auto ordered = co_await ordered_programme(office, std::move(schedule), std::move(*nodes), occurrence);
    if (!ordered) co_return ordered.error();
    for (auto& piece : ordered->pieces) {
        const bool waits = awaits && !is_planned(office, piece.order.broadcast.id);
        if (!waits && may_sound(office, piece)) pieces.fresh.push_back(std::move(piece));
        else if (const auto kept = planned_in_its_place(office, piece.order.broadcast); kept && !waits)
            pieces.kept.push_back(*kept);
    }
    co_return pieces;
}

}  // namespace

domain::UtcTime ScheduleDesk::last_planned(domain::ScheduleId schedule) const {
    auto last = office_.now() + planning_horizon;
    for (const auto& known : office_.dispatcher.known())
        if (known.order->schedule == schedule)
            last = std::max(last, known.order->broadcast.starts_at + std::chrono::microseconds{1});
    return last;
}

ports::Awaitable<std::vector<ScheduleDesk::ProgrammeOn>> ScheduleDesk::programmes_of(domain::Schedule schedule) const {
    std::vector<ProgrammeOn> all;
    const auto now = office_.now();
    const auto last = last_planned(schedule.id);
    const auto wishes = calendar::wishes(schedule, office_.zone, now - over_is_known - domain::Programme::length_max, last);
    if (!wishes) co_return all;
    for (const auto& wish : *wishes) {
        if (!wish.schedule.programme) continue;
        for (const auto& occurrence : wish.occurrences) {
            ProgrammeOn made{occurrence, std::nullopt};
            // Until it begins it is made anew. Further away than a plan reaches is only what was planned before the clock was set back.
            if (occurrence.planned > now && occurrence.planned < now + planning_horizon) {
                auto pieces = co_await pieces_on(office_, wish.schedule, occurrence);
                if (pieces) {
                    made.kept = std::move(pieces->kept);
                    made.pieces = std::move(pieces->fresh);
                } else
                    log::warn("schedule {} plans nothing new on {}: {} [{}]", schedule.id.text(),
                              domain::utc_text(occurrence.planned), pieces.error().detail,
                              domain::error_name(pieces.error().code));
            }
            all.push_back(std::move(made));
        }
    }
    co_return all;
}

void ScheduleDesk::add_programmes(std::vector<ProgrammeOn> programmes, dispatch::ScheduleChanged& changed,
                                  dispatch::OccurrencesPlanned& planned) const {
    for (auto& programme : programmes) {
        // It may have begun while it was made, and somebody may have stopped a piece.
        const bool stays = !programme.pieces || programme.occurrence.planned <= office_.now();
        if (stays) {
            for (const auto* piece : known_pieces(office_, programme.occurrence.id)) changed.still_wanted.push_back(piece->id);
            continue;
        }
        std::ranges::move(programme.kept, std::back_inserter(changed.still_wanted));
        const PieceHistory history{office_, programme.occurrence.id, {}};
        for (auto& piece : *programme.pieces) {
            const auto id = piece.order.broadcast.id;
            if (history.is_settled(piece.order.broadcast) || history.is_withdrawn(id)) continue;
            changed.still_wanted.push_back(id);
            if (is_planned(office_, id)) continue;
            auto& broadcast = piece.order.broadcast;
            broadcast.stopped_at = broadcast.targets.shared_with(piece.stopped.united_with(history.stopped_at(broadcast)));
            if (broadcast.stopped_at != broadcast.targets) planned.orders.push_back(std::move(piece.order));
        }
    }
}

}  // namespace village::control_loop
