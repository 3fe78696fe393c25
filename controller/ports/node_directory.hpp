// What sessions have to know of a node to greet it: the commune's words about it, asked anew at each join; what changes later the
// loop tells by `NodeGateway::send_profile`. The loop answers from the tree it holds; on the control thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "controller/ports/awaitable.hpp"
#include "scheduler/domain/commune.hpp"
#include "scheduler/domain/hours.hpp"

namespace village::ports {

struct NodeProfile {
    domain::NodeId id;
    std::string name;  ///< The place: "Bến đò".
    std::string commune_name;
    domain::VolumePercent volume;
    std::uint16_t start_delay_ms = 0;
    domain::HoursPolicy hours;
    bool operator==(const NodeProfile&) const = default;
};

class NodeDirectory {
public:
    virtual ~NodeDirectory() = default;
    /// Before a node that has seen this epoch is welcomed: where another controller had it, a backup was restored, and what that forgot
    /// has to be overtaken. Returns the epoch that it is to be told; `malformed` for a claim too far away, `superseded` when another controller
    /// owns the commune.
    virtual Awaitable<domain::Result<std::uint64_t>> rise_for(domain::NodeNumber node, std::uint64_t seen) = 0;
    /// Nothing for a number that is not (or no longer) of this commune: its session is refused.
    virtual std::optional<NodeProfile> profile(domain::NodeNumber node) const = 0;
};

}  // namespace village::ports
