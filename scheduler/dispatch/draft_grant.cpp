#include "scheduler/dispatch/draft_grant.hpp"

#include <algorithm>

#include "scheduler/policy/passes.hpp"

namespace village::dispatch {
namespace {

void keep_to_place(const domain::Broadcast& broadcast, domain::Grant& grant) {
    const auto& place = *broadcast.place;
    grant.max_duration = broadcast.duration;
    grant.fade_out = place.fade_out;
    if (!grant.content) return;
    grant.content_duration = place.content_length;
    grant.stands_in_for = place.stands_in_for;
}

}  // namespace

domain::UtcTime planned_end(const BroadcastOrder& order) {
    const auto& broadcast = order.broadcast;
    const bool to_its_limit = broadcast.streamed || order.repeat_every;
    return broadcast.starts_at + (to_its_limit ? broadcast.max_duration : policy::whole_length(broadcast));
}

domain::UtcTime draft_not_after(const BroadcastOrder& order, domain::Duration resume_room) {
    const auto& broadcast = order.broadcast;
    if (domain::is_called(broadcast.kind)) return broadcast.starts_at + broadcast.max_duration;
    const bool may_go_on = broadcast.when_interrupted != domain::WhenInterrupted::drop;
    // Whoever begins at the last moment may finish, too; not in the quiet hours, where a window is open for just so long.
    const auto latest_end = broadcast.start_by + policy::whole_length(broadcast);
    const auto latest = order.quiet_hours ? planned_end(order) : std::max(planned_end(order), latest_end);
    auto not_after = latest + (may_go_on ? resume_room : domain::Duration::zero());
    if (broadcast.place) not_after = std::min(not_after, broadcast.place->ends_by);
    return order.holds_until ? std::min(not_after, *order.holds_until) : not_after;
}

/// Who begins later would sound past the end of its validity; it begins in time or not at all.
domain::UtcTime draft_start_by(const BroadcastOrder& order, domain::UtcTime not_after) {
    const auto& broadcast = order.broadcast;
    const auto start_by = std::min(broadcast.start_by, not_after);
    if (!order.holds_until || broadcast.place) return start_by;
    return std::max(broadcast.starts_at, std::min(start_by, *order.holds_until - policy::whole_length(broadcast)));
}

domain::Grant draft_grant(const BroadcastOrder& order, domain::Duration resume_room) {
    const auto& broadcast = order.broadcast;
    domain::Grant grant;
    grant.broadcast = broadcast.id;
    grant.kind = broadcast.kind;
    grant.priority = broadcast.priority;
    grant.when_interrupted = broadcast.when_interrupted;
    grant.nodes = broadcast.targets;
    grant.not_before = broadcast.starts_at;
    grant.starts_at = broadcast.starts_at;
    grant.not_after = draft_not_after(order, resume_room);
    grant.start_by = draft_start_by(order, grant.not_after);
    grant.max_duration = broadcast.max_duration;
    grant.outside_hours = order.outside_hours;
    grant.quiet_hours = order.quiet_hours;
    grant.repeat_every = order.repeat_every;
    grant.chime = order.chime;
    grant.passes = broadcast.passes;
    if (broadcast.streamed) {
        grant.stream = order.stream;
    } else {
        grant.content = broadcast.content;
        grant.content_bytes = order.content_bytes;
        grant.content_duration = broadcast.duration;
    }
    if (broadcast.place) keep_to_place(broadcast, grant);
    return grant;
}

}  // namespace village::dispatch
