// Dispatcher's part about what a restarted controller goes on with.
#include <algorithm>

#include "scheduler/dispatch/dispatcher.hpp"
#include "scheduler/policy/tombstones.hpp"

namespace village::dispatch {

using domain::BroadcastId;
using domain::BroadcastKind;
using domain::BroadcastState;
using domain::UtcTime;

void Dispatcher::on(const Restored& event, UtcTime now, Commands& out) {
    for (const auto& stop : event.stops) {
        highest_sequence_ = std::max(highest_sequence_, stop->stop.issuer_sequence);
        const auto ticket = next_ticket_++;
        standing_stops_.push_back({ticket, stop, stop->told, stop->stop.issued_at + options_.horizon});
        set_alarm(standing_stops_.back().until, AlarmKind::forget_stop, {}, ticket);
    }
    for (const auto& item : event.items) restore(item, event.stops, now, out);
    for (auto& known : entries_) {
        auto& entry = known.second;
        if (entry.broadcast().kind != BroadcastKind::all_clear || entry.is_over()) continue;
        entry.ends = what_warns_at(entry.broadcast().targets);
        std::erase_if(entry.ends, [&](BroadcastId one) { return find(one)->created_at >= entry.broadcast().created_at; });
    }
}

void Dispatcher::restore(const Restored::Item& item, const std::vector<SharedStop>& stops, UtcTime now, Commands& out) {
    auto& restored = entries_[item.order.broadcast.id];
    restored.order = item.order;
    if (!restored.is_over()) ++open_;
    if (item.grant) keep_grant(restored, item.grant);
    const auto& broadcast = restored.broadcast();
    // Once its time has come its START may have gone out, though the power went before that was written, or its grant has expired
    // since.
    restored.pushed = now >= broadcast.starts_at || (item.grant && broadcast.state != BroadcastState::counting_down);
    // Whether it had to share the air is forgotten: it may go on until its grant ends.
    restored.delayed = broadcast.state == BroadcastState::on_air;
    set_life_alarms(restored);
    const auto speaks_of_it = [&](const SharedStop& stop) {
        const bool meets = stop->told.is_empty() || stop->told.intersects(broadcast.targets);
        return meets && policy::speaks_of(stop->stop, item.grant->grant);
    };
    domain::NodeSet told;
    for (const auto& stop : stops)
        if (item.grant && speaks_of_it(stop)) told = told.united_with(stop->told.is_empty() ? broadcast.targets : stop->told);
    restored.stopped_nodes = broadcast.stopped_at.united_with(told);
    const bool silenced = broadcast.state == BroadcastState::stopped || broadcast.state == BroadcastState::cancelled;
    const auto untold = (silenced ? broadcast.targets : broadcast.stopped_at).without(told);
    // Nobody speaks any more into a live broadcast: its source and its stream key ended with the controller. What stands in for a
    // relay is heard in its place, and would not be if that was stopped.
    const bool source_is_gone = broadcast.streamed && !restored.is_over();
    const bool is_relay = broadcast.kind == BroadcastKind::scheduled;
    restored.lost_its_stream = source_is_gone && is_relay;
    if (source_is_gone && item.grant && !is_relay)
        return on(StopRequested{.broadcasts = {broadcast.id}, .reason = "restart"}, now, out);
    if (source_is_gone && !item.grant) return miss(restored, "restart", now, out);
    if (item.grant && !untold.is_empty())
        return on(StopRequested{.broadcasts = {broadcast.id}, .nodes = untold, .reason = "restart"}, now, out);
    if (silenced) return forget_withdrawn(broadcast.id);
    if (!item.grant && !restored.is_over()) sign(restored, now, out);
}

}  // namespace village::dispatch
