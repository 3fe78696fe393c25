// Live media out: the loop starts a stream, the live thread feeds it, fan-out paces it to the nodes.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "controller/ports/live_packets.hpp"
#include "controller/ports/media_path.hpp"
#include "controller/ports/node_gateway.hpp"
#include "scheduler/domain/grant.hpp"

namespace village::ports {

/// What one live broadcast needs before its grant can be drafted: a fresh stream key, SSRCs and content keys.
struct StreamSetUp {
    domain::StreamDescription description;
    std::vector<StreamKey> keys;  ///< One per class; to be sent to the nodes inside their sessions.
};

/// What a standard receiver needs beside its copy of the packets.
struct StreamMonitor {
    StreamKey key;
    std::uint32_t rollover = 0;  ///< Of the packet number now on its way (RFC 3711, ROC).
};

class StreamSender {
public:
    virtual ~StreamSender() = default;
    /// The same one until it is started, however often it is asked for.
    virtual domain::Result<StreamSetUp> prepare(domain::BroadcastId broadcast) = 0;
    /// Streams this source as if it were spoken now, from T0 of the grant. `ended` is called on the control thread.
    virtual domain::Status start(domain::SignedGrant grant, LiveSource source, domain::NodeSet nodes,
                                 std::function<void(domain::Status)> ended) = 0;
    virtual void stop(domain::BroadcastId broadcast) = 0;
    /// From now on a copy of every packet goes to this address, too, until the broadcast ends or another address takes its place.
    /// `not_found` when it is not on the air.
    virtual domain::Result<StreamMonitor> monitor(domain::BroadcastId broadcast, NodeAddress listener) = 0;
};

}  // namespace village::ports
