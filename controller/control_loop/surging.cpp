// Opening and ending a surge period: the signer knows it before anything is signed by it.
#include "controller/control_loop/control_loop.hpp"

namespace village::control_loop {

ports::Awaitable<domain::Result<domain::SurgePeriod>> ControlLoop::open_surge(domain::Operator caller,
                                                                              domain::SurgePeriod period) {
    auto opened = co_await surges_.open(std::move(caller), std::move(period));
    if (!opened) co_return opened;
    (void)co_await signer_.introduce();  // What it refuses is in the log and on the page of the system's health.
    office_.spawn("plan what a surge period permits", schedules_.plan_coming_days());
    co_return opened;
}

ports::Awaitable<domain::Result<domain::SurgePeriod>> ControlLoop::end_surge(domain::Operator caller, domain::SurgePeriodId id) {
    auto ended = co_await surges_.end(std::move(caller), id);
    if (ended) (void)co_await signer_.introduce();  // What it refuses is in the log and on the page of the system's health.
    co_return ended;
}

}  // namespace village::control_loop
