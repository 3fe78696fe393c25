// What people do about approval, handed to its desk.
#include "controller/control_loop/control_loop.hpp"

namespace village::control_loop {

ports::Awaitable<domain::Result<domain::Announcement>> ControlLoop::act_on_approval(domain::Operator caller,
                                                                                    ports::ApprovalRequest request) {
    return approvals_.act(std::move(caller), std::move(request));
}

ports::Awaitable<domain::Result<domain::ApprovalPolicy>> ControlLoop::save_approval_policy(domain::Operator caller,
                                                                                           domain::ApprovalPolicy policy) {
    return approvals_.save(std::move(caller), std::move(policy));
}

ports::Awaitable<domain::Result<domain::Delegation>> ControlLoop::lend_approval(domain::Operator caller,
                                                                                domain::Delegation delegation) {
    return approvals_.lend(std::move(caller), delegation);
}

ports::Awaitable<domain::Result<domain::Delegation>> ControlLoop::end_delegation(domain::Operator caller,
                                                                                 domain::DelegationId id) {
    return approvals_.end(std::move(caller), id);
}

}  // namespace village::control_loop
