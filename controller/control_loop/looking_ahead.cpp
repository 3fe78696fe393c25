#include "controller/control_loop/looking_ahead.hpp"

#include <algorithm>
#include <map>

#include "controller/control_loop/planned_orders.hpp"
#include "controller/control_loop/special_days.hpp"
#include "controller/control_loop/without_device.hpp"
#include "scheduler/dispatch/draft_grant.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::control_loop {
namespace {

using dispatch::BroadcastOrder;
using dispatch::DryRunMaterial;
using domain::BroadcastState;
using domain::InTheWay;
using domain::NodeSet;
using domain::ReceiptOutcome;

bool is_open(BroadcastState state) {
    return state == BroadcastState::planned || state == BroadcastState::counting_down || state == BroadcastState::on_air;
}

BroadcastOrder at(const BroadcastOrder& order, NodeSet nodes) {
    auto there = order;
    there.broadcast.targets = std::move(nodes);
    return there;
}

void withhold(DryRunMaterial& material, BroadcastOrder order, ReceiptOutcome outcome, std::string reason,
              std::optional<InTheWay> in_the_way = {}) {
    material.withheld.push_back({std::move(order), outcome, std::move(reason), std::move(in_the_way)});
}

void add_cancelled(const std::vector<domain::Schedule>& schedules, const BroadcastOrder& order, DryRunMaterial& material) {
    const auto by = order.schedule;
    if (!by || std::ranges::find(schedules, *by, &domain::Schedule::id) != schedules.end())
        return withhold(material, order, ReceiptOutcome::cancelled, "cancelled");
    withhold(material, order, ReceiptOutcome::cancelled, "schedule_cancelled",
             InTheWay{InTheWay::Kind::schedule, by->bytes, order.broadcast.title});
}

void add_missed(const Office& office, const BroadcastOrder& order, DryRunMaterial& material) {
    const auto told = office.tracker.find(order.broadcast.id, order.broadcast.targets.numbers().front());
    withhold(material, order, ReceiptOutcome::missed, told && !told->reason.empty() ? told->reason : "start_by");
}

/// Why they are silent: as was noted of each when it was taken back there, else somebody stopped it.
std::map<std::string, NodeSet> silent_because(const Office& office, domain::BroadcastId id, const NodeSet& stopped) {
    std::map<std::string, NodeSet> all;
    for (const auto node : stopped.numbers()) {
        const auto told = office.tracker.find(id, node);
        all[told && delivery::is_taken_back(told->reason) ? told->reason : "stop"].insert(node);
    }
    return all;
}

void add_open(const Office& office, const BroadcastOrder& order, const dispatch::Dispatcher::Known& known,
              DryRunMaterial& material) {
    const auto stopped = order.broadcast.targets.shared_with(*known.stopped_nodes);
    const auto going_on = order.broadcast.targets.without(stopped);
    if (!going_on.is_empty()) material.planned.push_back({at(order, going_on), known.signed_as});
    for (auto& [reason, nodes] : silent_because(office, order.broadcast.id, stopped))
        withhold(material, at(order, std::move(nodes)), ReceiptOutcome::cancelled, reason);
}

/// Audio of the coming days that this node has not said it holds.
std::set<domain::ContentHash> not_fetched(const Office& office, domain::NodeNumber node, const DryRunMaterial& material) {
    std::set<domain::ContentHash> wanted, held;
    for (const auto& sound : material.planned) {
        const auto& broadcast = sound.order.broadcast;
        if (!broadcast.content || !broadcast.targets.contains(node)) continue;
        // What is further away is not offered yet; until then the node may be back.
        if (broadcast.starts_at < office.now() + planning_horizon) wanted.insert(*broadcast.content);
        const auto delivery = office.tracker.find(broadcast.id, node);
        if (delivery && delivery->state >= domain::DeliveryState::fetched) held.insert(*broadcast.content);
    }
    for (const auto& content : held) wanted.erase(content);
    return wanted;
}

}  // namespace

void add_known(const Office& office, const Asked& asked, const std::vector<domain::Schedule>& schedules,
               DryRunMaterial& material) {
    for (const auto& known : office.dispatcher.known()) {
        const auto& broadcast = known.order->broadcast;
        // What a programme is now stands beside it.
        if (broadcast.withdrawn) continue;
        const auto here = broadcast.targets.shared_with(asked.nodes);
        const auto last = dispatch::draft_not_after(*known.order, dispatch::DispatcherOptions{}.resume_room);
        if (here.is_empty() || broadcast.starts_at >= asked.to || last <= asked.from) continue;
        const auto order = at(*known.order, here);
        if (is_open(broadcast.state)) add_open(office, order, known, material);
        else if (broadcast.state == BroadcastState::stopped) withhold(material, order, ReceiptOutcome::cancelled, "stop");
        else if (broadcast.state == BroadcastState::cancelled) add_cancelled(schedules, order, material);
        else if (broadcast.state == BroadcastState::missed) add_missed(office, order, material);
    }
}

void add_nodes(const Office& office, const Asked& asked, DryRunMaterial& material) {
    for (const auto& [reason, nodes] : without_device(office.commune))
        for (auto& sound : material.planned) {
            auto& targets = sound.order.broadcast.targets;
            const auto silent = targets.shared_with(nodes);
            if (silent.is_empty()) continue;
            withhold(material, at(sound.order, silent), ReceiptOutcome::missed, reason);
            targets = targets.without(silent);
        }
    for (const auto node : asked.nodes.without(office.dispatcher.connected()).numbers())
        if (auto missing = not_fetched(office, node, material); !missing.empty()) material.missing[node] = std::move(missing);
}

bool may_reach(const Office& office, const domain::Schedule& schedule, const NodeSet& nodes) {
    return std::ranges::any_of(calendar::all_wanted(schedule), [&](const domain::Wanted& wanted) {
        const auto reached = office.commune.resolve(wanted.targets);
        return reached && reached->intersects(nodes);
    });
}

dispatch::PlannedSeries series_of(const Office& office, const calendar::Wish& wish, const domain::Announcement& announcement) {
    const auto& schedule = wish.schedule;
    dispatch::PlannedSeries series{.title = announcement.title,
                                   .priority = schedule.priority,
                                   .when_interrupted = schedule.when_interrupted,
                                   .start_grace = schedule.start_grace,
                                   .outside_hours_reason = schedule.outside_hours_reason};
    // What is sounded once is of no schedule, and a whole programme is no announcement.
    if (!schedule.id.is_nil()) series.schedule = schedule.id;
    if (!announcement.id.is_nil()) series.announcement = announcement.id;
    const auto nodes = office.commune.resolve(schedule.targets);
    if (!nodes || !announcement.content) return series;
    series.nodes = *nodes;
    series.length = announcement.content->duration;
    if (schedule.staggered) series.passes = policy::passes_of(office.commune, *nodes, series.length);
    series.occurrences = wish.occurrences;
    std::erase_if(series.occurrences, [&](const domain::Occurrence& occurrence) {
        const auto* known = office.dispatcher.find(office.known().broadcast_of(occurrence));
        if (known != nullptr && !is_open(known->state)) return true;
        return on_special_days(office, schedule, announcement, *nodes, occurrence.planned).sounds.is_empty();
    });
    return series;
}

std::vector<dispatch::PlannedSeries> single_broadcasts(const Office& office) {
    std::vector<dispatch::PlannedSeries> all;
    for (const auto id : office.dispatcher.open_broadcasts()) {
        const auto& broadcast = *office.dispatcher.find(id);
        if (broadcast.kind != domain::BroadcastKind::scheduled || broadcast.occurrence) continue;
        all.push_back({.announcement = broadcast.announcement,
                       .title = broadcast.title,
                       .priority = broadcast.priority,
                       .when_interrupted = broadcast.when_interrupted,
                       .length = broadcast.duration,
                       .passes = broadcast.passes,
                       .start_grace = broadcast.start_by - broadcast.starts_at,
                       .outside_hours_reason = broadcast.outside_hours_reason,
                       .nodes = broadcast.targets.without(broadcast.stopped_at),
                       .occurrences = {{domain::OccurrenceId{id.bytes}, {}, broadcast.starts_at, broadcast.starts_at}}});
    }
    return all;
}

}  // namespace village::control_loop
