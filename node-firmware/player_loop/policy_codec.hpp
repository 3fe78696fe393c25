// What the commune lays down for this loudspeaker, as it comes in a Welcome and afterwards, with its bounds checked.
#pragma once

#include "node-firmware/player_loop/ports.hpp"
#include "scheduler/domain/hours.hpp"

namespace village::wire {
class NodePolicy;
}

namespace village::node::player_loop {

struct CommunePolicy {
    domain::HoursPolicy hours;
    Loudness loudness;
};

domain::Result<CommunePolicy> read_policy(const wire::NodePolicy& message);

}  // namespace village::node::player_loop
