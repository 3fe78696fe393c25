#include "controller/control_loop/taking_back.hpp"

namespace village::control_loop {

void take_back(const Office& office, Switchboard& switchboard, domain::AnnouncementId announcement, std::string by,
               const char* reason, const std::function<bool(const domain::Broadcast&)>& may_sound) {
    dispatch::StopRequested stop;
    stop.by = std::move(by);
    stop.reason = reason;
    for (const auto& known : office.dispatcher.known()) {
        const auto& broadcast = known.order->broadcast;
        if (broadcast.announcement != announcement || (may_sound && may_sound(broadcast))) continue;
        const bool is_open = !broadcast.ended_at || (!may_sound && known.signed_as);
        if (is_open) stop.broadcasts.push_back(broadcast.id);
    }
    if (stop.broadcasts.empty()) return;
    const dispatch::Event event = std::move(stop);
    switchboard.handle(event);
}

void take_back_there(Office& office, Switchboard& switchboard, domain::BroadcastId broadcast, const domain::NodeSet& where,
                     const std::string& by, const char* reason) {
    const auto still_planned = where.without(office.dispatcher.stopped_nodes(broadcast));
    if (still_planned.is_empty()) return;
    switchboard.follow(office.tracker.taken_back(broadcast, still_planned, reason, office.now()));
    const dispatch::Event event = dispatch::StopRequested{{broadcast}, still_planned, by, {}, true, reason};
    switchboard.handle(event);
}

}  // namespace village::control_loop
