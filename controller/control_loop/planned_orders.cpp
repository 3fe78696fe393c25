#include "controller/control_loop/planned_orders.hpp"

#include "controller/control_loop/surges.hpp"

namespace village::control_loop {

dispatch::BroadcastOrder planned_order(const Office& office, const domain::Schedule& schedule,
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
    excuse(office, announcement, schedule.outside_hours_reason, order);
    return order;
}

}  // namespace village::control_loop
