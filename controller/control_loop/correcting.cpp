// A correction: handed to the desk of broadcasts, and what that desk does beside saying the right thing.
#include "controller/control_loop/control_loop.hpp"
#include "controller/control_loop/corrections.hpp"
#include "controller/control_loop/stop_wishes.hpp"
#include "scheduler/delivery/hearers.hpp"

namespace village::control_loop {

void BroadcastDesk::end_what_is_wrong(const domain::Operator& caller, const domain::Broadcast& correction) {
    const auto* wrong = correction.corrects ? office_.dispatcher.find(*correction.corrects) : nullptr;
    if (wrong == nullptr || !delivery::may_still_sound(*wrong, office_.tracker.deliveries(wrong->id))) return;
    const auto nodes = wrong->targets.shared_with(nodes_of_stop(office_, caller, {}));
    if (nodes.is_empty()) return;
    office_.ledger.write(office_.row(caller, "broadcast.stop", wrong->id.text(), "corrected by " + correction.id.text()));
    // Of a programme only the wrong piece ends, and what follows the correction is heard.
    const dispatch::Event event = dispatch::StopRequested{{wrong->id}, nodes, caller.login, lead_of_now, false, "stop"};
    switchboard_.handle(event);
}

ports::Awaitable<domain::Result<ports::Correction>> ControlLoop::correct_broadcast(domain::Operator caller,
                                                                                   ports::BroadcastRequest request) {
    auto started = co_await broadcasts_.start(std::move(caller), std::move(request));
    if (!started) co_return started.error();
    auto not_known = co_await not_known_to_have_heard(office_, *started);
    if (!not_known) co_return not_known.error();
    co_return ports::Correction{std::move(*started), std::move(*not_known)};
}

}  // namespace village::control_loop
