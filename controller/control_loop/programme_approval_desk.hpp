// Approval of a whole programme or week: one act for everything heard in some days that waits, as the person saw it. And what
// waits in all that is foreseen.
#pragma once

#include <functional>

#include "controller/control_loop/office.hpp"
#include "controller/ports/commands.hpp"

namespace village::control_loop {

class ProgrammeApprovalDesk {
public:
    explicit ProgrammeApprovalDesk(Office& office) : office_(office) {}

    ports::Awaitable<domain::Result<std::vector<ports::AwaitingApproval>>> awaiting(domain::Operator caller,
                                                                                    ports::DaysOfProgramme days) const;
    /// Of everything that is foreseen, by whatever it is wanted.
    ports::Awaitable<domain::Result<std::vector<ports::AwaitingApproval>>> awaiting(domain::Operator caller,
                                                                                    ports::DryRun foreseen) const;
    /// Each announcement for itself: what stands in the way of one keeps no other back.
    ports::Awaitable<domain::Result<ports::ProgrammeApproval>> approve(domain::Operator caller,
                                                                       ports::ProgrammeApprovalRequest request);

    std::function<void()> on_more_may_sound;

private:
    ports::Awaitable<domain::Result<domain::Announcement>> approve_one(domain::Operator caller, domain::Announcement item,
                                                                       std::string words);

    Office& office_;
};

}  // namespace village::control_loop
