// Dispatcher's word to nodes beforehand: the complete list of their coming days, and all that a joining node must hear at once.
#include <bit>

#include "scheduler/dispatch/dispatcher.hpp"

namespace village::dispatch {
namespace {

using domain::BroadcastKind;
using domain::BroadcastState;
using domain::NodeNumber;
using domain::NodeSet;
using domain::UtcTime;

/// The lowest numbers of the set, at most `count`.
std::vector<NodeNumber> first_of(const NodeSet& set, std::size_t count) {
    std::vector<NodeNumber> first;
    const auto& bitmap = set.bitmap();
    for (std::size_t byte = 0; byte < bitmap.size() && first.size() < count; ++byte)
        for (unsigned rest = bitmap[byte]; rest != 0 && first.size() < count; rest &= rest - 1)
            first.push_back(NodeNumber{static_cast<std::uint16_t>(byte * 8 + static_cast<unsigned>(std::countr_zero(rest)))});
    return first;
}

}  // namespace

void Dispatcher::plans_changed(const NodeSet& nodes, UtcTime now) {
    plan_due_ = plan_due_.united_with(nodes.shared_with(connected_));
    if (plan_due_.is_empty() || plan_alarm_set_) return;
    plan_alarm_set_ = true;
    set_alarm(now + options_.plan_delay, AlarmKind::plan, {});
}

void Dispatcher::send_due_plans(UtcTime now, Commands& out) {
    plan_alarm_set_ = false;
    for (const auto node : first_of(plan_due_, options_.plans_per_alarm)) {
        plan_due_.erase(node);
        if (connected_.contains(node)) send_plan(node, now, out);
    }
    if (plan_due_.is_empty()) return;
    plan_alarm_set_ = true;
    set_alarm(now, AlarmKind::plan, {});
}

void Dispatcher::send_plan(NodeNumber node, UtcTime now, Commands& out) {
    SendPlan plan{node, highest_sequence_, now - plan_back, now + options_.horizon, {}};
    plan.grants.reserve(by_sequence_.size());
    for (const auto& [sequence, entry] : by_sequence_) {
        const auto& broadcast = entry->broadcast();
        // What only the clock called over is for the node's clock to judge: ours may be ahead.
        const bool may_sound = !entry->is_over() || is_over_by_clock(broadcast);
        const bool wanted = broadcast.kind == BroadcastKind::scheduled && may_sound && broadcast.targets.contains(node) &&
                            !entry->stopped_nodes.contains(node);
        if (!wanted) continue;
        entry->pushed = true;
        plan.grants.push_back(entry->grant);
    }
    out.push_back(std::move(plan));
}

void Dispatcher::send_running(NodeNumber node, Commands& out) {
    for (const auto& [sequence, entry] : by_sequence_) {
        const auto& broadcast = entry->broadcast();
        const bool running = broadcast.state == BroadcastState::on_air && broadcast.kind != BroadcastKind::scheduled;
        if (running && broadcast.targets.contains(node) && !entry->stopped_nodes.contains(node)) push(*entry, NodeSet{node}, out);
    }
}

void Dispatcher::on(const NodeConnected& event, UtcTime now, Commands& out) {
    connected_.insert(event.node);
    plan_due_.erase(event.node);
    for (const auto& standing : standing_stops_)
        if (standing.nodes.is_empty() || standing.nodes.contains(event.node))
            out.push_back(SendStop{standing.stop, NodeSet{event.node}});
    for (const auto& [ticket, stop] : pending_stops_)
        if (stop.quenched && stop.nodes.contains(event.node)) quench_by_name(stop, NodeSet{event.node}, out);
    send_plan(event.node, now, out);
    send_running(event.node, out);
}

void Dispatcher::on(const PlansWanted& event, UtcTime now, Commands&) { plans_changed(event.nodes, now); }

void Dispatcher::on(const NodeLost& event, UtcTime, Commands&) {
    connected_.erase(event.node);
    plan_due_.erase(event.node);
}

}  // namespace village::dispatch
