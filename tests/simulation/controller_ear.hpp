// What the controller hears of its nodes, without knowing them.
#pragma once

#include "scheduler/domain/broadcast.hpp"
#include "scheduler/domain/error.hpp"

namespace village::simulation {

/// The controller's ear: called when a message of the node arrives.
class ControllerEar {
public:
    virtual ~ControllerEar() = default;
    virtual void acknowledged(domain::NodeNumber node, domain::GrantId grant) = 0;
    virtual void refused(domain::NodeNumber node, domain::GrantId grant, const domain::Error& why) = 0;
    virtual void fetched(domain::NodeNumber node, const domain::ContentHash& content) = 0;
    virtual void started(domain::NodeNumber node, domain::GrantId grant) = 0;
    virtual void receipt(const domain::PlaybackReceipt& receipt) = 0;
    virtual void status(domain::NodeNumber node, std::uint64_t last_receipt) = 0;
    virtual void node_lost(domain::NodeNumber node) = 0;
    /// Packets of this stream, to whoever is joined to it.
    virtual bool sends(domain::BroadcastId broadcast) const = 0;
    /// Does the signer tell the time through it?
    /// What the signer attests; nothing: there is nobody to ask.
    virtual std::optional<domain::UtcTime> attested_time() = 0;
};

}  // namespace village::simulation
