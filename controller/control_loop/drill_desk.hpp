// Drills: one emergency of one hamlet, practised with a sound of its own. Nothing here can reach what warns: another kind, another key
// of the signer, and audio without a siren.
#pragma once

#include "controller/control_loop/switchboard.hpp"
#include "controller/ports/commands.hpp"

namespace village::control_loop {

class DrillDesk {
public:
    DrillDesk(Office& office, Switchboard& switchboard) : office_(office), switchboard_(switchboard) {}

    /// `not_ready` while its sound is being made; `emergency_on_air` while something warns there; never outside the hours of the hamlet, whoever asks.
    ports::Awaitable<domain::Result<domain::Broadcast>> start(domain::Operator caller, ports::DrillRequest request);

private:
    domain::Result<dispatch::BroadcastOrder> draft(const domain::Operator& caller, const ports::DrillRequest& request) const;

    Office& office_;
    Switchboard& switchboard_;
};

}  // namespace village::control_loop
