// The hours by hamlet and by kind of day: keeps the rules of the commune.
#pragma once

#include "controller/control_loop/office.hpp"

namespace village::control_loop {

class HoursDesk {
public:
    explicit HoursDesk(Office& office) : office_(office) {}

    ports::Awaitable<domain::Status> load();
    ports::Awaitable<domain::Result<domain::HoursRules>> save(domain::Operator caller, domain::HoursRules rules);

private:
    Office& office_;
};

}  // namespace village::control_loop
