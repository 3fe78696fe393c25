#include "controller/control_loop/planned_orders.hpp"

#include <algorithm>

#include "controller/control_loop/surges.hpp"
#include "scheduler/planning/piece_names.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::control_loop {

namespace {

dispatch::BroadcastOrder order_of(const Office& office, const domain::Schedule& schedule,
                                  const domain::Announcement& announcement, const domain::NodeSet& nodes,
                                  const domain::Occurrence& occurrence) {
    dispatch::BroadcastOrder order;
    auto& broadcast = order.broadcast;
    broadcast.id = office.known().broadcast_of(occurrence);
    broadcast.priority = schedule.priority;
    broadcast.when_interrupted = schedule.when_interrupted;
    broadcast.announcement = announcement.id;
    broadcast.occurrence = occurrence.id;
    broadcast.title = announcement.title;
    broadcast.targets = nodes;
    broadcast.starts_at = occurrence.planned;
    broadcast.start_by = occurrence.planned + schedule.start_grace;
    broadcast.created_by = domain::asking_of(schedule, occurrence.edition).by;
    broadcast.created_at = office.now();
    order.schedule = schedule.id;
    order.holds_until = announcement.valid_until;
    return order;
}

void let_sound(const domain::AudioContent& content, dispatch::BroadcastOrder& order) {
    auto& broadcast = order.broadcast;
    broadcast.duration = content.duration;
    broadcast.max_duration = content.duration + std::chrono::seconds{2};
    broadcast.content = content.hash;
    order.content_bytes = content.size_bytes;
}

/// Its stream is described when it is opened.
void let_relay(const std::string& station, dispatch::BroadcastOrder& order) {
    order.broadcast.announcement.reset();
    order.broadcast.streamed = true;
    order.broadcast.relay = station;
    order.stream.emplace();
}

}  // namespace

dispatch::BroadcastOrder planned_order(const Office& office, const domain::Schedule& schedule,
                                       const domain::Announcement& announcement, const domain::NodeSet& nodes,
                                       const domain::Occurrence& occurrence) {
    auto order = order_of(office, schedule, announcement, nodes, occurrence);
    let_sound(*announcement.content, order);
    if (schedule.staggered) order.broadcast.passes = policy::passes_of(office.commune, nodes, order.broadcast.duration);
    excuse(office, announcement, schedule.outside_hours_reason, order);
    return order;
}

dispatch::BroadcastOrder piece_order(const Office& office, const domain::Schedule& schedule,
                                     const domain::Announcement& announcement, const domain::NodeSet& nodes,
                                     const domain::Occurrence& occurrence, const calendar::Piece& piece) {
    auto order = order_of(office, schedule, announcement, nodes, occurrence);
    if (piece.relay.empty()) let_sound(*announcement.content, order);
    else let_relay(piece.relay, order);
    planning::put_in_place(order, *schedule.programme, occurrence, piece, order.broadcast.duration);
    excuse(office, announcement, schedule.outside_hours_reason, order);
    return order;
}

dispatch::BroadcastOrder without_sound(const domain::Schedule& schedule, const domain::Announcement& announcement,
                                       const domain::NodeSet& nodes, const domain::Occurrence& occurrence) {
    dispatch::BroadcastOrder order;
    order.schedule = schedule.id;
    order.broadcast.id = domain::broadcast_of(occurrence);
    // A whole programme is none.
    if (!announcement.id.is_nil()) order.broadcast.announcement = announcement.id;
    order.broadcast.title = announcement.title;
    order.broadcast.priority = schedule.priority;
    order.broadcast.targets = nodes;
    order.broadcast.starts_at = occurrence.planned;
    return order;
}

}  // namespace village::control_loop
