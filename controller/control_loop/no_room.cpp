#include "controller/control_loop/no_room.hpp"

#include <fmt/format.h>

namespace village::control_loop {
namespace {

domain::Error no_room() {
    return {domain::ErrorCode::too_many_requests, "too many broadcasts are planned",
            domain::BrokenRule{"open_broadcasts", fmt::to_string(dispatch::DispatcherOptions{}.asked_for_max), {}}};
}

/// Cancelled at the very moment it was made: no person is that quick. So a second press hears what the first one heard.
bool found_no_room(const domain::Broadcast& broadcast) {
    return broadcast.state == domain::BroadcastState::cancelled && broadcast.ended_at == broadcast.created_at;
}

}  // namespace

domain::Error refused_for_room(const Office& office, const domain::Operator& caller, domain::Broadcast broadcast) {
    auto why = no_room();
    office.ledger.write(office.row(caller, "broadcast.refused", broadcast.id.text(), why.detail));
    broadcast.state = domain::BroadcastState::cancelled;
    broadcast.ended_at = broadcast.created_at;
    office.ledger.write(std::move(broadcast));
    return why;
}

domain::Result<domain::Broadcast> answer_again(const Office& office, domain::Result<domain::Broadcast> stored) {
    if (!stored || office.dispatcher.find(stored->id) != nullptr) return stored;
    // One that is still to come and that nobody plans was refused as well; its row is on its way to the disk.
    if (found_no_room(*stored) || !stored->ended_at) return no_room();
    return stored;
}

}  // namespace village::control_loop
