// Dispatcher's part about what may not be heard beside what: a warning, and whoever says that there is no danger.
#include <algorithm>
#include <string>
#include <utility>

#include "scheduler/dispatch/dispatcher.hpp"
#include "scheduler/domain/names.hpp"

namespace village::dispatch {
namespace {

using domain::BroadcastId;
using domain::BroadcastKind;
using domain::BroadcastState;
using domain::UtcTime;

/// What ends by it was stopped by a person, and stays so after a restart.
constexpr domain::Duration persons_lead{1};

}  // namespace

/// Also what only the clock called over: at a loudspeaker that came late without a clock it may go on.
std::vector<BroadcastId> Dispatcher::what_warns_at(const domain::NodeSet& nodes) const {
    std::vector<BroadcastId> warning;
    for (const auto& [id, entry] : entries_) {
        const auto& broadcast = entry.broadcast();
        const bool may_sound = broadcast.state == BroadcastState::on_air || is_over_by_clock(broadcast);
        const auto left = broadcast.targets.shared_with(nodes).without(entry.stopped_nodes);
        if (broadcast.kind == BroadcastKind::emergency && may_sound && !left.is_empty()) warning.push_back(id);
    }
    std::ranges::sort(warning);
    return warning;
}

/// Who says that the danger is over means what warned of it when he said so, and nothing else would let him be heard. Nor may "there is
/// no danger", of an all-clear or a drill, be heard after a warning that is newer.
void Dispatcher::end_what_is_contradicted(const Entry& entry, UtcTime now, Commands& out) {
    const auto& newer = entry.broadcast();
    auto ended = entry.ends;
    if (newer.kind == BroadcastKind::emergency)
        for (const auto& [id, other] : entries_) {
            const auto& broadcast = other.broadcast();
            const bool calms = broadcast.kind == BroadcastKind::all_clear || broadcast.kind == BroadcastKind::drill;
            if (calms && !other.is_over() && broadcast.targets.intersects(newer.targets)) ended.push_back(id);
        }
    if (ended.empty()) return;
    std::ranges::sort(ended);
    EndedByAnother trace{newer.id, {}, {}};
    for (const auto& id : ended) {
        const auto* other = this->entry(id);
        if (!other || other->broadcast().ended_at) continue;
        const auto goes_on = other->broadcast().targets.without(other->stopped_nodes).without(newer.targets);
        (goes_on.is_empty() ? trace.ended : trace.silenced_in_part).push_back(id);
    }
    if (!trace.ended.empty() || !trace.silenced_in_part.empty()) out.push_back(std::move(trace));
    StopRequested stop{.broadcasts = std::move(ended), .nodes = newer.targets, .lead = persons_lead};
    stop.reason = domain::kind_name(newer.kind);
    on(stop, now, out);
}

}  // namespace village::dispatch
