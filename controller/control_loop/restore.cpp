// What a restarted controller goes on with.
#include <map>

#include "controller/control_loop/control_loop.hpp"
#include "controller/control_loop/surges.hpp"
#include "controller/observability/log.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::control_loop {
namespace {

/// What the order was beyond its broadcast; the signed grant says it when there is one.
dispatch::BroadcastOrder order_of(const domain::Broadcast& broadcast, const domain::SignedGrant* grant, const Office& office) {
    dispatch::BroadcastOrder order{.broadcast = broadcast};
    order.outside_hours = !broadcast.outside_hours_reason.empty();
    const auto length = policy::whole_length(broadcast);
    const auto hours = hours_at(office, broadcast.targets, broadcast.starts_at, broadcast.starts_at + length);
    const auto standing = policy::hours_standing(hours, broadcast.starts_at, length);
    order.quiet_hours = is_by_surge(office, broadcast) && standing == policy::HoursStanding::quiet;
    if (grant == nullptr) {
        if (!broadcast.content) return order;
        if (const auto size = office.ports.blobs.size(*broadcast.content)) order.content_bytes = *size;
        return order;
    }
    order.content_bytes = grant->grant.content_bytes;
    order.outside_hours = grant->grant.outside_hours;
    order.quiet_hours = grant->grant.quiet_hours;
    order.repeat_every = grant->grant.repeat_every;
    order.stream = grant->grant.stream;
    order.chime = grant->grant.chime;
    return order;
}

/// Not known to be signed: then it is asked for with the very Intent it was called by, and is never a second grant.
void permit(dispatch::BroadcastOrder& order, const std::vector<ports::CalledEmergency>& calls,
            const std::vector<domain::EmergencyTemplate>& templates) {
    for (const auto& call : calls)
        if (call.broadcast == order.broadcast.id) order.intent = call.intent;
    for (const auto& known : templates)
        if (order.intent && !order.repeat_every && !known.all_clear && known.id == order.intent->emergency_template)
            order.repeat_every = known.repeat_every;
}

}  // namespace

ports::Awaitable<domain::Status> ControlLoop::restore() {
    auto open = co_await office_.ports.stores.broadcasts.open(office_.now());
    if (!open) co_return open.error();
    dispatch::Restored event;
    std::map<domain::BroadcastId, std::vector<domain::Delivery>> deliveries;
    for (auto& delivery : open->deliveries) deliveries[delivery.broadcast].push_back(std::move(delivery));
    std::map<domain::BroadcastId, dispatch::SharedGrant> grants;
    for (auto& grant : open->grants) {
        const auto broadcast = grant.grant.broadcast;
        grants[broadcast] = std::make_shared<domain::SignedGrant>(std::move(grant));
    }
    for (const auto& broadcast : open->broadcasts) {
        if (!broadcast.withdrawn || deliveries.contains(broadcast.id))
            office_.tracker.restore(broadcast, deliveries[broadcast.id]);
        const auto found = grants.find(broadcast.id);
        const auto grant = found == grants.end() ? nullptr : found->second;
        // Of those that are over only what was taken back, and one whose grant could still sound: its STOP may never have been signed.
        if (broadcast.ended_at && !grant && !broadcast.withdrawn) continue;
        event.items.push_back({order_of(broadcast, grant.get(), office_), grant});
        auto& order = event.items.back().order;
        permit(order, open->calls, office_.templates);
        if (grant || broadcast.ended_at || !broadcast.announcement) continue;
        // Not signed yet: as it is planned, it ends with its validity.
        auto announcement = co_await office_.ports.stores.announcements.find(*broadcast.announcement);
        if (!announcement && announcement.error().code != domain::ErrorCode::not_found) co_return announcement.error();
        if (announcement) order.holds_until = announcement->valid_until;
    }
    const auto all_named = co_await schedules_.name_schedules(event.items);
    if (!all_named) co_return all_named.error();
    for (auto& stop : open->stops) event.stops.push_back(std::make_shared<domain::SignedStop>(std::move(stop)));
    log::info("{} broadcasts go on, or could still sound [restored]", event.items.size());
    const dispatch::Event restored = std::move(event);
    switchboard_.handle(restored);
    const dispatch::Event of_no_schedule = dispatch::ScheduleChanged{};
    if (*all_named) switchboard_.handle(of_no_schedule);
    for (const auto& receipt : open->unapplied) receipts_.apply(receipt);
    co_return domain::Status{};
}

}  // namespace village::control_loop
