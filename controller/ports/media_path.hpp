// How live media finds the loudspeakers: sessions learn from authenticated packets where a node listens and what it misses,
// fan-out sends there. Sessions call this on the control thread; fan-out takes the values over through a bounded queue.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "scheduler/domain/ids.hpp"

namespace village::ports {

/// IPv6, or IPv4 mapped into it (RFC 4291, 2.5.5.2).
struct NodeAddress {
    std::array<std::uint8_t, 16> ip{};
    std::uint16_t port = 0;
    bool operator==(const NodeAddress&) const = default;
};

class MediaPath {
public:
    virtual ~MediaPath() = default;
    /// The node was heard from this address, inside its own association.
    virtual void node_reachable(domain::NodeNumber node, NodeAddress address) = 0;
    virtual void node_unreachable(domain::NodeNumber node) = 0;
    /// Generic NACK (RFC 4585): answered, within limits, with the identical bytes that node was sent before.
    virtual void repair_wanted(domain::NodeNumber node, std::uint32_t ssrc, std::vector<std::uint16_t> sequences) = 0;
};

}  // namespace village::ports
