// By whose right, and how far, a person acts on the approval of an announcement: the own one, a lent one, or the one of the approver who
// agreed by telephone.
#pragma once

#include "controller/control_loop/office.hpp"
#include "controller/ports/commands.hpp"
#include "scheduler/policy/approval.hpp"

namespace village::control_loop {

struct ApproverRight {
    domain::OperatorId approver;
    std::vector<domain::AreaId> areas;
};

/// `not_permitted` where there is none.
ports::Awaitable<domain::Result<ApproverRight>> right_of(const Office& office, domain::Operator caller, domain::Announcement item,
                                                         ports::ApprovalRequest request);

/// Where its validity is narrowed something may be taken back, so it takes the right of withdrawing it.
ports::Awaitable<domain::Status> may_withdraw(const Office& office, domain::Operator caller, domain::Announcement item);

}  // namespace village::control_loop
