// Enrolment of devices: codes, the comparison of words, revocation.
#pragma once

#include "controller/control_loop/office.hpp"
#include "controller/ports/commands.hpp"

namespace village::control_loop {

class EnrolmentDesk {
public:
    explicit EnrolmentDesk(Office& office) : office_(office) {}

    ports::Awaitable<domain::Result<ports::EnrolmentCode>> begin(domain::Operator caller, domain::NodeId node);
    ports::Awaitable<domain::Status> confirm(domain::Operator caller, domain::NodeId node);
    ports::Awaitable<domain::Status> revoke(domain::Operator caller, domain::NodeId node);

private:
    Office& office_;
};

}  // namespace village::control_loop
