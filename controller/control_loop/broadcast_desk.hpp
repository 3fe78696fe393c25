// Play now, play at a time, play live, and STOP; and what became of it.
#pragma once

#include "controller/control_loop/switchboard.hpp"
#include "controller/ports/commands.hpp"

namespace village::control_loop {

class BroadcastDesk {
public:
    BroadcastDesk(Office& office, Switchboard& switchboard) : office_(office), switchboard_(switchboard) {}

    ports::Awaitable<domain::Result<domain::Broadcast>> start(domain::Operator caller, ports::BroadcastRequest request);
    ports::Awaitable<domain::Result<ports::BroadcastReport>> report(domain::Operator caller, domain::BroadcastId id);
    ports::Awaitable<domain::Result<ports::StopAnswer>> stop(domain::Operator caller, ports::StopRequest request);
    ports::Awaitable<domain::Result<ports::StreamMonitor>> monitor(domain::Operator caller, domain::BroadcastId id,
                                                                   std::uint16_t port);

private:
    domain::Result<dispatch::BroadcastOrder> draft(const domain::Operator& caller, const domain::Announcement& announcement,
                                                   const ports::BroadcastRequest& request) const;
    ports::Awaitable<domain::NodeSet> replay_to(domain::Operator caller, domain::BroadcastId id) const;
    /// A correction ends what is wrong wherever it sounds, as far as the caller may stop it.
    void end_what_is_wrong(const domain::Operator& caller, const domain::Broadcast& correction);

    Office& office_;
    Switchboard& switchboard_;
};

}  // namespace village::control_loop
