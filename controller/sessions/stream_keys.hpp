// The keys of live streams as they travel, kept for nodes that join while the broadcast is on the air. Bounded: the
// oldest gives way. Control thread.
#pragma once

#include <deque>
#include <vector>

#include "controller/ports/node_gateway.hpp"
#include "controller/sessions/frame_channel.hpp"
#include "scheduler/domain/node_set.hpp"

namespace village::sessions {

class StreamKeys {
public:
    /// A relay gets its two an hour before it may end; as many as fan-out prepares.
    static constexpr std::size_t kept_max = 64;

    /// The frame to send to these nodes now.
    domain::Result<SharedFrame> keep(const ports::StreamKey& key, domain::NodeSet nodes);
    /// What a node that joins has to be given.
    std::vector<SharedFrame> of(domain::NodeNumber node) const;

private:
    struct Kept {
        domain::NodeSet nodes;
        SharedFrame frame;
    };
    std::deque<Kept> kept_;
};

}  // namespace village::sessions
