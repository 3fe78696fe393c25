// START, STOP and QUENCH as they travel by both ways: one frame for TLS, one body for UDP. Values only.
#pragma once

#include "controller/sessions/urgent_sender.hpp"
#include "scheduler/domain/grant.hpp"

namespace village::sessions {

/// `delegations` go along for nodes that do not hold them yet. `too_large` over 1 MiB, which the limits of grants
/// exclude.
domain::Result<UrgentMessage> start_message(const domain::SignedGrant& grant,
                                            const std::vector<domain::SignedEnvelope>& delegations);
domain::Result<UrgentMessage> stop_message(const domain::SignedStop& stop,
                                           const std::vector<domain::SignedEnvelope>& delegations);
domain::Result<UrgentMessage> quench_message(std::optional<domain::BroadcastId> broadcast);

}  // namespace village::sessions
