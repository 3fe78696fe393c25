#include "tests/simulation/programme_planning.hpp"

#include "scheduler/planning/piece_names.hpp"
#include "scheduler/planning/relays_anew.hpp"
#include "tests/simulation/contents.hpp"
#include "tests/simulation/customs.hpp"

namespace village::simulation {
namespace {

using domain::Occurrence;

/// The real one reaches seven days ahead; a run lasts one.
constexpr std::chrono::hours planning_horizon{20};
/// As the real one.
constexpr std::chrono::minutes relay_opened_before{25};

DayWish day_wish(const WantedProgramme& wanted, const Occurrence& occurrence, const calendar::Piece& piece) {
    return {.planned = occurrence.planned,
            .nodes = wanted.targets,
            .is_music = piece.announcement && is_music(wanted.sounds.at(*piece.announcement)),
            .reactions = wanted.schedule.on_special_days};
}

dispatch::BroadcastOrder piece_order(const WantedProgramme& wanted, const Occurrence& occurrence, const calendar::Piece& piece,
                                     const domain::NodeSet& nodes, domain::UtcTime now) {
    dispatch::BroadcastOrder order;
    auto& broadcast = order.broadcast;
    broadcast.priority = wanted.schedule.priority;
    broadcast.when_interrupted = wanted.schedule.when_interrupted;
    broadcast.announcement = piece.announcement;
    broadcast.occurrence = occurrence.id;
    broadcast.targets = nodes;
    broadcast.relay = piece.relay;
    broadcast.streamed = !piece.relay.empty();
    if (piece.announcement) broadcast.content = wanted.sounds.at(*piece.announcement);
    else order.stream = domain::StreamDescription{};
    broadcast.created_at = now;
    if (wanted.outside_hours) broadcast.outside_hours_reason = "wanted";
    order.schedule = wanted.schedule.id;
    order.outside_hours = wanted.outside_hours;
    const auto length = piece.announcement ? wanted.facts.announcements.at(*piece.announcement).length : piece.length;
    planning::put_in_place(order, wanted.programme.id, occurrence, piece, length);
    return order;
}

/// A relay is planned late, for its keys live no longer than the controller does.
bool has_its_source(const dispatch::BroadcastOrder& order, const Occurrence& occurrence, const planning::Known& known) {
    if (order.broadcast.relay.empty() || known.is_planned(order.broadcast.id)) return true;
    return occurrence.planned <= known.now + relay_opened_before;
}

std::vector<dispatch::BroadcastOrder> pieces_of(const WantedProgramme& wanted, const Occurrence& occurrence,
                                                const planning::Known& known, ControllerStore& store, Surroundings& world) {
    // Approvals are judged of single schedules.
    const auto may_sound = [](const calendar::Piece&) { return true; };
    const auto composed = calendar::compose_programme(wanted.programme, local_day(occurrence.planned), wanted.facts, may_sound);
    planning::PieceNames names{known, occurrence, store.pieces_of(occurrence.id)};
    std::vector<dispatch::BroadcastOrder> pieces;
    for (const auto& piece : composed.pieces) {
        const auto wish = day_wish(wanted, occurrence, piece);
        const auto nodes = world.rules.where_it_sounds(wish);
        if (nodes.is_empty()) continue;
        auto order = piece_order(wanted, occurrence, piece, nodes, known.now);
        if (!names.name(piece, order) || !has_its_source(order, occurrence, known)) continue;
        world.checker.calendar_wants(order.broadcast.id, wish, nodes, world.clockwork.now());
        pieces.push_back(std::move(order));
    }
    return pieces;
}

void make_relays_anew(planning::ProgrammeDay& day, const WantedProgramme& wanted, const planning::Known& known,
                      ControllerStore& store, Surroundings& world) {
    if (world.signer.is_down()) return;
    const auto cut_off = planning::cut_off_relays(known, day.occurrence.id);
    if (cut_off.empty()) return;
    auto ordered = pieces_of(wanted, day.occurrence, known, store, world);
    auto anew = planning::relays_anew(known, cut_off, std::move(ordered), [](const auto&) { return true; });
    if (!anew.fresh.empty()) world.situations.saw(Situation::relay_planned_anew);
    day.pieces = std::move(anew.fresh);
    day.kept = std::move(anew.kept);
}

}  // namespace

std::vector<planning::ProgrammeDay> days_of(const WantedProgramme& wanted, const planning::Known& known, ControllerStore& store,
                                            Surroundings& world) {
    std::vector<planning::ProgrammeDay> days;
    const auto horizon = known.now + planning_horizon;
    const auto last = planning::last_planned(known.dispatcher, wanted.schedule.id, horizon);
    for (const auto& occurrence : wanted.rule.between(known.now - domain::Programme::length_max, last)) {
        planning::ProgrammeDay day{occurrence, std::nullopt, {}, occurrence.planned <= known.now};
        if (day.has_begun) make_relays_anew(day, wanted, known, store, world);
        else if (occurrence.planned < horizon) day.pieces = pieces_of(wanted, occurrence, known, store, world);
        days.push_back(std::move(day));
    }
    return days;
}

}  // namespace village::simulation
