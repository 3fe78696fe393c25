// The calendar: saves and cancels schedules, shows beforehand what they would do, and keeps the coming days planned.
#pragma once

#include "controller/control_loop/switchboard.hpp"
#include "controller/ports/commands.hpp"
#include "scheduler/calendar/expand.hpp"

namespace village::control_loop {

class ScheduleDesk {
public:
    ScheduleDesk(Office& office, Switchboard& switchboard) : office_(office), switchboard_(switchboard) {}

    domain::Result<ports::SchedulePreview> preview(const domain::Operator& caller, const domain::Schedule& draft,
                                                   const domain::Announcement& announcement) const;
    ports::Awaitable<domain::Result<ports::SchedulePreview>> preview(domain::Operator caller, domain::Schedule draft);
    ports::Awaitable<domain::Result<domain::Schedule>> save(domain::Operator caller, domain::Schedule schedule, bool confirmed);
    ports::Awaitable<domain::Result<domain::Schedule>> cancel(domain::Operator caller, domain::ScheduleId id,
                                                              std::uint32_t version);
    /// Every occurrence of the coming days becomes a broadcast; called at start, after a change, and every ten minutes.
    ports::Awaitable<domain::Status> plan_coming_days();

private:
    std::vector<dispatch::BroadcastOrder> orders_of(const domain::Schedule& schedule,
                                                    const domain::Announcement& announcement) const;

    Office& office_;
    Switchboard& switchboard_;
};

}  // namespace village::control_loop
