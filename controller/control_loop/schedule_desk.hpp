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
    /// After a restart: which schedule each broadcast came from, so that cancelling it still reaches them.
    ports::Awaitable<domain::Status> name_schedules(std::vector<dispatch::Restored::Item>& items) const;

private:
    /// Without those that storage knows to be over; to a dispatcher that was restarted they would look new.
    ports::Awaitable<domain::Result<dispatch::OccurrencesPlanned>> not_over(std::vector<dispatch::BroadcastOrder> orders) const;
    std::vector<dispatch::BroadcastOrder> orders_of(const domain::Schedule& schedule,
                                                    const domain::Announcement& announcement) const;

    Office& office_;
    Switchboard& switchboard_;
};

}  // namespace village::control_loop
