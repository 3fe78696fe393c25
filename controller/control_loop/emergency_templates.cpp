// Other emergencies than before: the signer holds every call against them, and every hamlet gets their sounds.
#include "controller/control_loop/control_loop.hpp"

namespace village::control_loop {

ports::Awaitable<void> ControlLoop::spread_emergency_set() {
    (void)co_await signer_.introduce();  // What it refuses is in the log and on the page of the system's health.
    for (const auto& node : office_.commune.nodes) nodes_.offer_emergency_set(node.number);
    emergencies_.render_missing();
}

ports::Awaitable<domain::Result<domain::EmergencyTemplate>> ControlLoop::add_template(domain::Operator caller,
                                                                                      domain::EmergencyTemplate item) {
    auto added = co_await templates_.add(std::move(caller), std::move(item));
    if (added) co_await spread_emergency_set();
    co_return added;
}

ports::Awaitable<domain::Result<domain::EmergencyTemplate>> ControlLoop::save_template(domain::Operator caller,
                                                                                       domain::EmergencyTemplate item) {
    auto saved = co_await templates_.save(std::move(caller), std::move(item));
    if (saved) co_await spread_emergency_set();
    co_return saved;
}

ports::Awaitable<domain::Status> ControlLoop::remove_template(domain::Operator caller, domain::TemplateId id,
                                                              std::uint32_t version) {
    auto removed = co_await templates_.remove(std::move(caller), id, version);
    if (removed) co_await spread_emergency_set();
    co_return removed;
}

}  // namespace village::control_loop
