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
    broadcast.id = domain::broadcast_of(occurrence);
    broadcast.priority = schedule.priority;
    broadcast.when_interrupted = schedule.when_interrupted;
    broadcast.announcement = announcement.id;
    broadcast.occurrence = occurrence.id;
    broadcast.title = announcement.title;
    broadcast.targets = nodes;
    broadcast.starts_at = occurrence.planned;
    broadcast.start_by = occurrence.planned + schedule.start_grace;
    broadcast.duration = announcement.content->duration;
    broadcast.max_duration = broadcast.duration + std::chrono::seconds{2};
    broadcast.content = announcement.content->hash;
    broadcast.created_by = domain::asking_of(schedule, occurrence.edition).by;
    broadcast.created_at = office.now();
    order.schedule = schedule.id;
    order.content_bytes = announcement.content->size_bytes;
    order.holds_until = announcement.valid_until;
    return order;
}

}  // namespace

dispatch::BroadcastOrder planned_order(const Office& office, const domain::Schedule& schedule,
                                       const domain::Announcement& announcement, const domain::NodeSet& nodes,
                                       const domain::Occurrence& occurrence) {
    auto order = order_of(office, schedule, announcement, nodes, occurrence);
    if (schedule.staggered) order.broadcast.passes = policy::passes_of(office.commune, nodes, order.broadcast.duration);
    excuse(office, announcement, schedule.outside_hours_reason, order);
    return order;
}

dispatch::BroadcastOrder piece_order(const Office& office, const domain::Schedule& schedule,
                                     const domain::Announcement& announcement, const domain::NodeSet& nodes,
                                     const domain::Occurrence& occurrence, const calendar::Piece& piece) {
    auto order = order_of(office, schedule, announcement, nodes, occurrence);
    planning::put_in_place(order, *schedule.programme, occurrence, piece, announcement.content->duration);
    excuse(office, announcement, schedule.outside_hours_reason, order);
    return order;
}

dispatch::BroadcastOrder without_sound(const domain::Schedule& schedule, const domain::Announcement& announcement,
                                       const domain::NodeSet& nodes, const domain::Occurrence& occurrence) {
    dispatch::BroadcastOrder order;
    order.schedule = schedule.id;
    order.broadcast.id = domain::broadcast_of(occurrence);
    order.broadcast.announcement = announcement.id;
    order.broadcast.title = announcement.title;
    order.broadcast.priority = schedule.priority;
    order.broadcast.targets = nodes;
    order.broadcast.starts_at = occurrence.planned;
    return order;
}

}  // namespace village::control_loop
