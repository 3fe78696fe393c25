#include "scheduler/planning/planned_days.hpp"

#include <algorithm>
#include <iterator>

#include "scheduler/planning/piece_history.hpp"

namespace village::planning {
namespace {

bool is_too_late(const ProgrammeDay& day, domain::UtcTime now) {
    const auto begins = [now](const dispatch::BroadcastOrder& piece) { return piece.broadcast.starts_at <= now; };
    return day.has_begun ? std::ranges::any_of(*day.pieces, begins) : day.occurrence.planned <= now;
}

void add_pieces(const Known& known, ProgrammeDay& day, dispatch::ScheduleChanged& changed,
                dispatch::OccurrencesPlanned& planned) {
    const PieceHistory history{known, day.occurrence.id, {}};
    for (auto& piece : *day.pieces) {
        auto& broadcast = piece.broadcast;
        if (history.is_settled(broadcast) || history.is_withdrawn(broadcast.id)) continue;
        changed.still_wanted.push_back(broadcast.id);
        if (known.is_planned(broadcast.id)) continue;
        broadcast.stopped_at = broadcast.targets.shared_with(broadcast.stopped_at.united_with(history.stopped_at(broadcast)));
        if (broadcast.stopped_at != broadcast.targets) planned.orders.push_back(std::move(piece));
    }
}

}  // namespace

domain::UtcTime last_planned(const dispatch::Dispatcher& dispatcher, domain::ScheduleId schedule, domain::UtcTime horizon) {
    auto last = horizon;
    for (const auto& known : dispatcher.known())
        if (known.order->schedule == schedule) last = std::max(last, known.order->broadcast.starts_at + domain::Duration{1});
    return last;
}

void add_days(const Known& known, std::vector<ProgrammeDay> days, dispatch::ScheduleChanged& changed,
              dispatch::OccurrencesPlanned& planned) {
    for (auto& day : days) {
        if (!day.pieces || is_too_late(day, known.now)) {
            for (const auto* piece : known.pieces_of(day.occurrence.id)) changed.still_wanted.push_back(piece->id);
            continue;
        }
        std::ranges::move(day.kept, std::back_inserter(changed.still_wanted));
        add_pieces(known, day, changed, planned);
    }
}

}  // namespace village::planning
