#include "controller/control_loop/superseding.hpp"

#include "controller/control_loop/approvals.hpp"
#include "controller/control_loop/planned_orders.hpp"
#include "controller/control_loop/second_person.hpp"
#include "controller/control_loop/special_days.hpp"
#include "controller/control_loop/surges.hpp"

namespace village::control_loop {
namespace {

/// Where it is to be heard as things are.
domain::NodeSet hearers_of(const Office& office, const domain::Broadcast& planned) {
    return planned.targets.without(office.dispatcher.stopped_nodes(planned.id));
}

}  // namespace

bool may_sound(const Office& office, const domain::Schedule& schedule, const domain::Announcement& announcement,
               const domain::Occurrence& occurrence, const dispatch::BroadcastOrder& order) {
    return !awaits_second_person(office, schedule, announcement, order.broadcast.targets, occurrence) &&
           !is_forbidden(office, order) && check_approved(office, announcement, order);
}

bool is_superseded(const Office& office, const domain::Schedule& schedule, const domain::Announcement& announcement,
                   const domain::Occurrence& occurrence) {
    const auto* planned = office.dispatcher.find(office.known().broadcast_of(occurrence));
    const auto nodes = office.commune.resolve(schedule.targets);
    const bool is_to_come = planned != nullptr && planned->state == domain::BroadcastState::planned;
    if (!is_to_come || !nodes || !announcement.content) return false;
    const auto day = on_special_days(office, schedule, announcement, *nodes, occurrence.planned);
    const auto wanted = day.sounds.without(planned->stopped_at);
    if (planned->content == announcement.content->hash && wanted.is_subset_of(hearers_of(office, *planned))) return false;
    const auto order = planned_order(office, schedule, announcement, day.sounds, occurrence);
    return may_sound(office, schedule, announcement, occurrence, order);
}

}  // namespace village::control_loop
