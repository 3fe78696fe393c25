// What people do about announcements and their approval, handed to its desks.
#include "controller/control_loop/control_loop.hpp"

namespace village::control_loop {

ports::Awaitable<domain::Result<domain::Announcement>> ControlLoop::save_announcement(domain::Operator caller,
                                                                                      domain::Announcement draft) {
    return announcements_.save(std::move(caller), std::move(draft));
}

ports::Awaitable<domain::Result<domain::Announcement>> ControlLoop::act_on_approval(domain::Operator caller,
                                                                                    ports::ApprovalRequest request) {
    return approvals_.act(std::move(caller), std::move(request));
}

ports::Awaitable<domain::Result<std::vector<ports::AwaitingApproval>>> ControlLoop::awaiting_approval(
    domain::Operator caller, ports::DaysOfProgramme days) {
    return programme_approvals_.awaiting(std::move(caller), days);
}

ports::Awaitable<domain::Result<std::vector<ports::AwaitingApproval>>> ControlLoop::awaiting_approval(domain::Operator caller) {
    auto foreseen = co_await forecasts_.coming(ports::DaysOfProgramme::longest);
    if (!foreseen) co_return foreseen.error();
    co_return co_await programme_approvals_.awaiting(std::move(caller), std::move(*foreseen));
}

ports::Awaitable<domain::Result<ports::ProgrammeApproval>> ControlLoop::approve_programme(
    domain::Operator caller, ports::ProgrammeApprovalRequest request) {
    return programme_approvals_.approve(std::move(caller), std::move(request));
}

ports::Awaitable<domain::Result<std::vector<ports::UnseenConsent>>> ControlLoop::consents_in_name_of(domain::Operator caller) {
    return telephone_.unseen(std::move(caller));
}

ports::Awaitable<domain::Status> ControlLoop::acknowledge_consents(domain::Operator caller, domain::AnnouncementId id,
                                                                   domain::UtcTime last) {
    return telephone_.acknowledge(std::move(caller), id, last);
}

ports::Awaitable<domain::Result<domain::Announcement>> ControlLoop::deny_consents(domain::Operator caller,
                                                                                  domain::AnnouncementId id,
                                                                                  domain::UtcTime last) {
    return telephone_.deny(std::move(caller), id, last);
}

ports::Awaitable<domain::Result<domain::Delegation>> ControlLoop::lend_approval(domain::Operator caller,
                                                                                domain::Delegation delegation) {
    return approvals_.lend(std::move(caller), delegation);
}

ports::Awaitable<domain::Result<domain::Delegation>> ControlLoop::end_delegation(domain::Operator caller,
                                                                                 domain::DelegationId id) {
    return approvals_.end(std::move(caller), id);
}

ports::Awaitable<domain::Status> ControlLoop::follow_the_time() {
    co_await approvals_.follow_validity();
    co_return co_await schedules_.plan_coming_days();
}

}  // namespace village::control_loop
