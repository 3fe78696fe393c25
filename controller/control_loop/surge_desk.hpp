// Surge periods: a leader opens one, everything that is planned goes by it, and it ends by itself or by a person's act.
#pragma once

#include "controller/control_loop/switchboard.hpp"
#include "controller/ports/commands.hpp"

namespace village::control_loop {

class SurgeDesk {
public:
    SurgeDesk(Office& office, Switchboard& switchboard) : office_(office), switchboard_(switchboard) {}

    ports::Awaitable<domain::Result<domain::SurgePeriod>> open(domain::Operator caller, domain::SurgePeriod period);
    /// What it alone permitted and has not begun is stopped.
    ports::Awaitable<domain::Result<domain::SurgePeriod>> end(domain::Operator caller, domain::SurgePeriodId id);

private:
    domain::Status check_new(const domain::Operator& caller, const domain::SurgePeriod& period) const;
    void stop_what_it_permitted(const domain::SurgePeriod& period, const std::string& by);

    Office& office_;
    Switchboard& switchboard_;
};

}  // namespace village::control_loop
