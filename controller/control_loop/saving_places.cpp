// What saving places takes: everybody who goes by them is told, and what is planned goes by them from now on.
#include "controller/control_loop/control_loop.hpp"

namespace village::control_loop {

ports::Awaitable<domain::Result<domain::Operator>> ControlLoop::set_up(ports::Account first, ports::CommuneImport commune) {
    auto done = co_await communes_.set_up(std::move(first), std::move(commune));
    if (done) days_.lay_out();
    if (done) (void)co_await signer_.introduce();  // What it refuses is in the log and on the page of the system's health.
    co_return done;
}

ports::Awaitable<domain::Status> ControlLoop::import_commune(domain::Operator caller, ports::CommuneImport commune) {
    auto imported = co_await communes_.import(std::move(caller), std::move(commune));
    if (!imported) co_return imported;
    days_.lay_out();
    nodes_.tell_profiles();
    emergencies_.render_missing();
    auto told = co_await signer_.introduce();
    office_.spawn("plan for other places", schedules_.plan_coming_days());
    co_return told;
}

ports::Awaitable<domain::Result<domain::Area>> ControlLoop::save_area(domain::Operator caller, domain::Area area) {
    auto saved = co_await communes_.save(std::move(caller), std::move(area));
    if (!saved) co_return saved;
    days_.lay_out();
    nodes_.tell_profiles();
    emergencies_.render_missing();
    office_.spawn("tell the signer of an area", signer_.introduce());
    office_.spawn("plan for other places", schedules_.plan_coming_days());
    co_return saved;
}

ports::Awaitable<domain::Result<domain::Zone>> ControlLoop::save_zone(domain::Operator caller, domain::Zone zone) {
    auto saved = co_await communes_.save(std::move(caller), std::move(zone));
    if (saved) office_.spawn("plan for other places", schedules_.plan_coming_days());
    co_return saved;
}

ports::Awaitable<domain::Result<domain::Node>> ControlLoop::save_node(domain::Operator caller, domain::Node node) {
    auto saved = co_await communes_.save(std::move(caller), std::move(node));
    if (!saved) co_return saved;
    nodes_.tell_profiles();
    office_.spawn("tell the signer of a node", signer_.introduce());
    office_.spawn("plan for other places", schedules_.plan_coming_days());
    co_return saved;
}

}  // namespace village::control_loop
