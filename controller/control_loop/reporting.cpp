// What became of a broadcast, and whom a replay of it would reach.
#include "controller/control_loop/control_loop.hpp"
#include "controller/control_loop/corrections.hpp"
#include "controller/control_loop/replays.hpp"

namespace village::control_loop {

ports::Awaitable<domain::NodeSet> BroadcastDesk::replay_to(domain::Operator caller, domain::BroadcastId id) const {
    // As if it was asked for with all that a person may say: whatever refuses it then, no second press of his would change.
    ports::BroadcastRequest request;
    request.replays = id;
    request.outside_hours_reason = "asked";
    request.confirmed = true;
    const auto replay = co_await with_who_missed(office_, std::move(request));
    if (!replay) co_return domain::NodeSet{};
    const auto announcement = co_await office_.ports.stores.announcements.find(replay->announcement);
    if (!announcement) co_return domain::NodeSet{};
    auto order = draft(caller, *announcement, *replay);
    co_return order ? std::move(order->broadcast.targets) : domain::NodeSet{};
}

ports::Awaitable<domain::Result<ports::BroadcastReport>> BroadcastDesk::report(domain::Operator caller, domain::BroadcastId id) {
    auto broadcast = co_await newest_of(office_, id);
    if (!broadcast) co_return broadcast.error();
    auto deliveries = co_await deliveries_of(office_, id);
    if (!deliveries) co_return deliveries.error();
    auto corrections = co_await office_.ports.stores.broadcasts.corrections_of(id);
    if (!corrections) co_return corrections.error();
    ports::BroadcastReport report{std::move(*broadcast), domain::coverage_of(*deliveries), {}, {}, {}};
    report.by_hamlet = domain::coverage_by_hamlet(office_.commune, *deliveries);
    for (const auto& one : *corrections) report.corrected_by.push_back(one.id);
    report.replay_to = co_await replay_to(std::move(caller), id);
    co_return report;
}

ports::Awaitable<domain::Result<ports::BroadcastReport>> ControlLoop::report(domain::Operator caller, domain::BroadcastId id) {
    return broadcasts_.report(std::move(caller), id);
}

}  // namespace village::control_loop
