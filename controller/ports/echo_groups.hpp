// Which loudspeakers should speak in which pass, proposed from where they stand.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "scheduler/domain/commune.hpp"

namespace village::ports {

struct ProposedGroup {
    domain::Node node;  ///< As it is now.
    std::uint8_t group = 0;
};
struct EchoPair {
    domain::Node a;
    domain::Node b;
    double distance_m = 0;
};
struct EchoProposal {
    std::uint32_t distance_m = 0;
    std::uint8_t groups = 0;
    std::vector<ProposedGroup> nodes;
    std::vector<EchoPair> still_echo;  ///< The nearest first.
    std::vector<domain::Node> without_position;
};

/// May take a second, so it is called on the worker. `too_large` for over 2,000 loudspeakers.
using EchoPlanner = std::function<domain::Result<EchoProposal>(const domain::Commune& commune, std::uint32_t distance_m)>;

}  // namespace village::ports
