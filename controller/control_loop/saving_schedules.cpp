// What is shown before a schedule is saved, and what saving it takes: the calendar's answer and the forecast's together.
#include "controller/control_loop/control_loop.hpp"

namespace village::control_loop {

ports::Awaitable<domain::Result<ports::SchedulePreview>> ControlLoop::preview(domain::Operator caller, domain::Schedule draft) {
    auto shown = co_await schedules_.preview(std::move(caller), draft);
    if (!shown) co_return shown.error();
    auto conflicts = co_await forecasts_.conflicts(std::move(draft));
    if (!conflicts) co_return conflicts.error();
    shown->conflicts = std::move(*conflicts);
    co_return shown;
}

ports::Awaitable<domain::Result<domain::Schedule>> ControlLoop::save_schedule(domain::Operator caller, domain::Schedule schedule,
                                                                              ports::Agreed agreed) {
    if (!agreed.keep_both) {
        const auto shown = co_await preview(caller, schedule);
        if (!shown) co_return shown.error();
        if (shown->conflicts.count > 0) co_return refusal_of(shown->conflicts);
    }
    co_return co_await schedules_.save(std::move(caller), std::move(schedule), agreed.confirmed);
}

ports::Awaitable<domain::Result<ports::DryRun>> ControlLoop::dry_run(domain::Operator, ports::DryRunRequest request) {
    return forecasts_.dry_run(std::move(request));
}

}  // namespace village::control_loop
