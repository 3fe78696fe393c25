#include "controller/control_loop/echo_planning.hpp"

#include "scheduler/acoustics/echo_groups.hpp"

namespace village::control_loop {
namespace {

constexpr std::size_t planned_at_once = 2000;

}  // namespace

domain::Result<ports::EchoProposal> plan_echo_groups(const domain::Commune& commune, std::uint32_t distance_m) {
    ports::EchoProposal proposal{.distance_m = distance_m};
    std::vector<acoustics::Place> places;
    for (const auto& node : commune.nodes) {
        if (node.stage == domain::NodeStage::revoked) continue;
        // Nobody told where it stands.
        if (node.position == domain::GeoPoint{}) {
            proposal.without_position.push_back(node);
            continue;
        }
        places.push_back({node.number, node.position});
        proposal.nodes.push_back({node, 0});
    }
    if (places.size() > planned_at_once)
        return domain::Error{domain::ErrorCode::too_large, "at most 2000 loudspeakers are parted at once"};
    const auto groups = acoustics::propose_echo_groups(places, distance_m);
    proposal.groups = groups.groups;
    for (std::size_t i = 0; i < places.size(); ++i) proposal.nodes[i].group = groups.group_of[i];
    for (const auto& pair : groups.still_echo)
        proposal.still_echo.push_back({*commune.find_node(pair.a), *commune.find_node(pair.b), pair.distance_m});
    return proposal;
}

}  // namespace village::control_loop
