// The commune's own hours, and the rules for hours by hamlet and by kind of day.
#pragma once

#include "controller/control_loop/office.hpp"
#include "controller/ports/commands.hpp"

namespace village::control_loop {

class HoursDesk {
public:
    explicit HoursDesk(Office& office) : office_(office) {}

    ports::Awaitable<domain::Status> load();
    ports::Awaitable<domain::Result<ports::KeptHours>> save(domain::Operator caller, ports::KeptHours own);
    ports::Awaitable<domain::Result<domain::HoursRules>> save(domain::Operator caller, domain::HoursRules rules);

private:
    Office& office_;
};

}  // namespace village::control_loop
