// Loudspeakers that have no device yet, or none any more: nothing sounds there, and nobody reports it.
#pragma once

#include <utility>
#include <vector>

#include "scheduler/domain/commune.hpp"

namespace village::control_loop {

struct WithoutDevice {
    const char* reason;  ///< As a delivery and a dry run say it.
    domain::NodeSet nodes;
};

inline std::vector<WithoutDevice> without_device(const domain::Commune& commune) {
    std::vector<WithoutDevice> all{{"not_enrolled", {}}, {"revoked", {}}};
    for (const auto& node : commune.nodes) {
        if (node.stage == domain::NodeStage::expected) all[0].nodes.insert(node.number);
        if (node.stage == domain::NodeStage::revoked) all[1].nodes.insert(node.number);
    }
    return all;
}

}  // namespace village::control_loop
