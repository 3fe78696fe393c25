// Approval: the acts on an announcement, the commune's rules for it, and rights lent for a time. What was approved is planned at
// once; what is refused, withdrawn or out of date is silenced wherever it was planned.
#pragma once

#include "controller/control_loop/switchboard.hpp"
#include "controller/ports/commands.hpp"

namespace village::control_loop {

class ApprovalDesk {
public:
    ApprovalDesk(Office& office, Switchboard& switchboard) : office_(office), switchboard_(switchboard) {}

    ports::Awaitable<domain::Result<domain::Announcement>> act(domain::Operator caller, ports::ApprovalRequest request);
    ports::Awaitable<domain::Result<domain::ApprovalPolicy>> save(domain::Operator caller, domain::ApprovalPolicy policy);
    ports::Awaitable<domain::Result<domain::Delegation>> lend(domain::Operator caller, domain::Delegation delegation);
    ports::Awaitable<domain::Result<domain::Delegation>> end(domain::Operator caller, domain::DelegationId id);
    /// What follows from an announcement's new standing. `by` is who brought it about; empty: nobody.
    void follow(const domain::Announcement& item, const std::string& by);
    /// What is planned outside of a validity is taken back. At start, and as time goes by.
    ports::Awaitable<void> follow_validity();

    std::function<void()> on_more_may_sound;

private:
    void end_what_may_not_sound(const domain::Announcement& item, const std::string& by);
    domain::Status check_rules(const domain::ApprovalPolicy& policy) const;
    ports::Awaitable<domain::Status> check_lending(domain::Operator lender, domain::Delegation delegation) const;

    Office& office_;
    Switchboard& switchboard_;
};

}  // namespace village::control_loop
