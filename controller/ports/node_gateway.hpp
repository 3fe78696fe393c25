// The way to the loudspeakers, both directions. `NodeGateway` is what the loop asks of sessions; `NodeEvents` is what sessions
// tell the loop. Sending is fire and forget: a node that is not connected gets its plan when it joins.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "controller/ports/awaitable.hpp"
#include "controller/ports/node_directory.hpp"
#include "controller/ports/signer.hpp"
#include "scheduler/domain/broadcast.hpp"
#include "scheduler/domain/grant.hpp"

namespace village::ports {

/// Fetch this beforehand: emergency templates and the content of planned grants.
struct ContentOffer {
    domain::ContentHash hash;
    std::uint64_t size_bytes = 0;
    std::vector<domain::Sha256> chunks;
    bool keep = false;  ///< Emergency set: never evicted.
};

/// The content key of one class of a live stream (SRTP AEAD_AES_128_GCM).
struct StreamKey {
    domain::BroadcastId broadcast;
    std::uint8_t redundancy_class = 1;  ///< 0 or 1.
    std::uint16_t generation = 1;
    std::uint32_t ssrc = 0;
    std::array<std::uint8_t, 16> key{};
    std::array<std::uint8_t, 12> salt{};
};

/// The complete list of grants for a node's coming days; what it does not name is cancelled there.
struct NodePlan {
    std::uint64_t issuer_sequence = 0;  ///< Version of the plan: the highest sequence the controller knows.
    domain::UtcTime covers_from{};
    domain::UtcTime covers_to{};
    std::vector<domain::SignedGrant> grants;  ///< Ascending by issuer sequence.
};

class NodeGateway {
public:
    virtual ~NodeGateway() = default;
    virtual void send_plan(domain::NodeNumber node, NodePlan plan) = 0;
    /// Hours, volume, names: only what is other than the node was told last is sent.
    virtual void send_profile(domain::NodeNumber node, NodeProfile profile) = 0;
    virtual void offer_content(domain::NodeNumber node, std::vector<ContentOffer> offers) = 0;
    /// By TLS and by UDP (0, 30, 90 ms, then every 250 ms up to 10 s or until acknowledged).
    virtual void send_start(domain::SignedGrant grant, domain::NodeSet nodes) = 0;
    virtual void send_stop(domain::SignedStop stop, domain::NodeSet nodes) = 0;
    /// Unsigned silence, when the signer does not answer.
    virtual void quench(std::optional<domain::BroadcastId> broadcast, domain::NodeSet nodes) = 0;
    /// Something is about to start: open the window for fast answers.
    virtual void wake(domain::NodeSet nodes) = 0;
    virtual void send_stream_key(StreamKey key, domain::NodeSet nodes) = 0;
    virtual void receipt_committed(domain::NodeNumber node, domain::ReceiptKey key, std::uint64_t number) = 0;
    virtual void disconnect(domain::NodeNumber node, std::string why) = 0;
};

/// What a node says of itself, at join and then now and then.
struct NodeStatus {
    domain::NodeNumber node;
    std::string software;
    bool clock_trusted = false;
    double clock_offset_ms = 0;  ///< As the node estimates it.
    double clock_uncertainty_ms = 0;
    double round_trip_ms = 0;
    std::uint64_t cache_bytes = 0;
    std::uint32_t receipts_waiting = 0;  ///< Written by it and not yet on the controller's disk, as far as it was told.
    std::optional<domain::BroadcastId> playing;
    std::uint8_t volume_percent = 0;
    std::vector<domain::ContentHash> contents_lost;  ///< No longer in its cache: evicted, or found damaged.
};

/// A box that connected with a one-time code and waits for the administrator to compare the six words.
struct EnrolmentRequest {
    domain::NodeId node;
    std::string six_words;
    std::string device_facts;  ///< Model and software, as the device says.
};

class NodeEvents {
public:
    virtual ~NodeEvents() = default;
    virtual void node_connected(domain::NodeNumber node) = 0;
    virtual void node_lost(domain::NodeNumber node, std::string why) = 0;
    virtual void node_status(NodeStatus status) = 0;
    virtual void node_acknowledged(domain::NodeNumber node, domain::GrantId grant) = 0;
    /// The node refuses the grant, with its reason.
    virtual void node_refused(domain::NodeNumber node, domain::GrantId grant, domain::Error why) = 0;
    virtual void node_fetched(domain::NodeNumber node, domain::ContentHash content) = 0;
    virtual void node_started(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime first_sample) = 0;
    /// Already verified: signature by the node's key, next in its chain.
    virtual void receipt_arrived(domain::PlaybackReceipt receipt) = 0;
    virtual void enrolment_requested(EnrolmentRequest request) = 0;
    virtual void enrolment_finished(domain::NodeId node, domain::Status outcome) = 0;
};

/// Enrolment, asked by the enrolment desk.
struct EnrolmentCode {
    domain::NodeId node;
    std::string code;        ///< As a person types it.
    std::string qr_payload;  ///< Code, controller addresses, fingerprints of CA and broadcast root.
    domain::UtcTime expires_at{};
};

class Enrolment {
public:
    virtual ~Enrolment() = default;
    virtual domain::Result<EnrolmentCode> begin(domain::NodeId node, domain::NodeNumber number) = 0;
    /// The administrator compared the words; without this the device gets no certificate. The demo confirms by itself.
    virtual domain::Status confirm(domain::NodeId node) = 0;
    virtual domain::Status reject(domain::NodeId node) = 0;
    /// Cuts it off at once and takes it no more; keeping that beyond a restart is the caller's (`CommuneStore::revoke`).
    virtual domain::Status revoke(domain::NodeNumber node) = 0;
};

}  // namespace village::ports
