// What the ScheduleDesk plans where a programme is wanted: piece by piece, on the day of each occurrence.
#include "controller/control_loop/empty_places.hpp"
#include "controller/control_loop/planned_orders.hpp"
#include "controller/control_loop/programme_consents.hpp"
#include "controller/control_loop/programme_orders.hpp"
#include "controller/control_loop/schedule_desk.hpp"
#include "controller/control_loop/second_person.hpp"
#include "controller/control_loop/streams.hpp"
#include "controller/control_loop/surges.hpp"
#include "controller/observability/log.hpp"
#include "scheduler/planning/relays_anew.hpp"

namespace village::control_loop {
namespace {

/// How long after its start a piece is known at least, over or not.
constexpr std::chrono::hours over_is_known{1};

struct Pieces {
    std::vector<dispatch::BroadcastOrder> fresh;
    std::vector<domain::BroadcastId> kept;  ///< On the calendar where they are, though what they would become is not approved.
};

bool may_sound(const Office& office, const OrderedPiece& piece) {
    return !is_forbidden(office, piece.order) && has_consent(office, piece.announcement, piece.order);
}

ports::Awaitable<domain::Result<Pieces>> pieces_on(const Office& office, domain::Schedule schedule,
                                                   domain::Occurrence occurrence) {
    auto nodes = nodes_at(office.commune, schedule.targets);
    if (!nodes) co_return nodes.error();
    if (nodes->is_empty()) co_return Pieces{};
    auto whole = co_await wanted_announcement(office, schedule);
    if (!whole) co_return whole.error();
    Pieces pieces;
    const bool awaits = awaits_second_person(office, schedule, *whole, *nodes, occurrence);
    auto ordered = co_await ordered_programme(office, std::move(schedule), std::move(*nodes), occurrence);
    if (!ordered) co_return ordered.error();
    for (auto& piece : ordered->pieces) {
        const bool waits = awaits && !office.known().is_planned(piece.order.broadcast.id);
        if (!waits && may_sound(office, piece) && has_its_source(office, occurrence, piece.order))
            pieces.fresh.push_back(std::move(piece.order));
        else if (const auto kept = planned_in_its_place(office, piece.order.broadcast); kept && !waits)
            pieces.kept.push_back(*kept);
    }
    co_return pieces;
}

/// Without the signer none can be ready: then what is signed for their place stays.
std::vector<domain::Broadcast> cut_off_relays(const Office& office, const domain::Occurrence& occurrence) {
    if (!office.signer_answers) return {};
    return planning::cut_off_relays(office.known(), occurrence.id);
}

ports::Awaitable<domain::Result<Pieces>> relays_anew(const Office& office, domain::Schedule schedule,
                                                     domain::Occurrence occurrence, std::vector<domain::Broadcast> cut_off) {
    auto nodes = office.commune.resolve(schedule.targets);
    if (!nodes) co_return nodes.error();
    auto ordered = co_await ordered_programme(office, std::move(schedule), std::move(*nodes), occurrence);
    if (!ordered) co_return ordered.error();
    std::vector<dispatch::BroadcastOrder> pieces;
    for (auto& piece : ordered->pieces)
        if (may_sound(office, piece)) pieces.push_back(std::move(piece.order));
    const auto source = [&](dispatch::BroadcastOrder& relay) { return has_its_source(office, occurrence, relay); };
    auto anew = planning::relays_anew(office.known(), cut_off, std::move(pieces), source);
    co_return Pieces{std::move(anew.fresh), std::move(anew.kept)};
}

ports::Awaitable<domain::Result<Pieces>> pieces_anew(const Office& office, domain::Schedule schedule,
                                                     domain::Occurrence occurrence, std::vector<domain::Broadcast> cut_off) {
    if (cut_off.empty()) return pieces_on(office, std::move(schedule), occurrence);
    return relays_anew(office, std::move(schedule), occurrence, std::move(cut_off));
}

}  // namespace

ports::Awaitable<std::vector<planning::ProgrammeDay>> ScheduleDesk::programmes_of(domain::Schedule schedule) const {
    std::vector<planning::ProgrammeDay> all;
    const auto now = office_.now();
    const auto last = planning::last_planned(office_.dispatcher, schedule.id, now + planning_horizon);
    const auto wishes = calendar::wishes(schedule, office_.zone, now - over_is_known - domain::Programme::length_max, last);
    if (!wishes) co_return all;
    for (const auto& wish : *wishes) {
        if (!wish.schedule.programme) continue;
        for (const auto& occurrence : wish.occurrences) {
            planning::ProgrammeDay made{occurrence, std::nullopt, {}, occurrence.planned <= now};
            auto cut_off = made.has_begun ? cut_off_relays(office_, occurrence) : std::vector<domain::Broadcast>{};
            // Until it begins it is made anew. Further away than a plan reaches is only what was planned before the clock was set back.
            const bool is_to_come = !made.has_begun && occurrence.planned < now + planning_horizon;
            if (is_to_come || !cut_off.empty()) {
                auto pieces = co_await pieces_anew(office_, wish.schedule, occurrence, std::move(cut_off));
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

}  // namespace village::control_loop
