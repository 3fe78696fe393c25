// What is shown before a schedule or a broadcast is saved, and what saving a schedule takes: the calendar's answer, and what would be
// met.
#include "controller/control_loop/calendar_file.hpp"
#include "controller/control_loop/conflicts.hpp"
#include "controller/control_loop/control_loop.hpp"
#include "controller/control_loop/single_wish.hpp"

namespace village::control_loop {

ports::Awaitable<domain::Result<ports::SchedulePreview>> ControlLoop::preview(domain::Operator caller, domain::Schedule draft) {
    return previewed(std::move(caller), std::move(draft), 0);
}

ports::Awaitable<domain::Result<ports::SchedulePreview>> ControlLoop::preview_edit(domain::Operator caller,
                                                                                   ports::ScheduleEdit edit) {
    auto edited = co_await schedules_.edited(caller, edit);
    if (!edited) co_return edited.error();
    // Less than before meets nothing new.
    if (edit.left_out) co_return ports::SchedulePreview{};
    co_return co_await previewed(std::move(caller), std::move(edited->schedule), edit.version + 1);
}

ports::Awaitable<domain::Result<ports::SchedulePreview>> ControlLoop::previewed(domain::Operator caller, domain::Schedule draft,
                                                                                std::uint32_t edition) {
    auto shown = co_await schedules_.preview(caller, draft, edition);
    if (!shown) co_return shown.error();
    auto conflicts = co_await conflicts_of(office_, std::move(draft), edition);
    if (!conflicts) co_return conflicts.error();
    shown->conflicts = co_await schedules_.as_open_to(std::move(caller), std::move(*conflicts));
    co_return shown;
}

ports::Awaitable<domain::Result<domain::Conflicts>> ControlLoop::preview_broadcast(domain::Operator caller,
                                                                                   ports::BroadcastRequest request) {
    auto conflicts = co_await conflicts_of(office_, as_schedule(office_, request), 0);
    if (!conflicts) co_return conflicts;
    co_return co_await schedules_.as_open_to(std::move(caller), std::move(*conflicts));
}

ports::Awaitable<domain::Result<domain::Schedule>> ControlLoop::save_schedule(domain::Operator caller, domain::Schedule schedule,
                                                                              ports::Agreed agreed) {
    if (!agreed.keep_both) {
        const auto shown = co_await previewed(caller, schedule, 0);
        if (!shown) co_return shown.error();
        if (shown->conflicts.count > 0) co_return refusal_of(shown->conflicts);
    }
    co_return co_await schedules_.save(std::move(caller), std::move(schedule), agreed.confirmed);
}

ports::Awaitable<domain::Result<ports::EditedSchedule>> ControlLoop::edit_schedule(domain::Operator caller,
                                                                                   ports::ScheduleEdit edit,
                                                                                   ports::Agreed agreed) {
    if (!agreed.keep_both) {
        const auto shown = co_await preview_edit(caller, edit);
        if (!shown) co_return shown.error();
        if (shown->conflicts.count > 0) co_return refusal_of(shown->conflicts);
    }
    auto edited = co_await schedules_.edited(caller, edit);
    if (!edited) co_return edited.error();
    co_return co_await schedules_.save(std::move(caller), std::move(edit), std::move(*edited), agreed.confirmed);
}

ports::Awaitable<domain::Result<domain::Schedule>> ControlLoop::agree_to_schedule(domain::Operator caller, domain::ScheduleId id,
                                                                                  std::uint32_t version) {
    return schedules_.agree(std::move(caller), id, version);
}

ports::Awaitable<domain::Result<domain::Schedule>> ControlLoop::cancel_schedule(domain::Operator caller, domain::ScheduleId id,
                                                                                std::uint32_t version) {
    return schedules_.cancel(std::move(caller), id, version);
}

ports::Awaitable<domain::Result<std::string>> ControlLoop::zone_calendar(domain::Operator, domain::ZoneId zone) {
    return calendar_file(office_, zone);
}

ports::Awaitable<domain::Result<ports::DryRun>> ControlLoop::dry_run(domain::Operator, ports::DryRunRequest request) {
    return forecasts_.dry_run(std::move(request));
}

}  // namespace village::control_loop
