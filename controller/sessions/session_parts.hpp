// What the session service is made of, and how its parts are joined: doors, devices, sessions, the ways to a node. Only
// for session_service.cpp and session_parts.cpp. Control thread.
#pragma once

#include "controller/sessions/enrolment_door.hpp"
#include "controller/sessions/known_devices.hpp"
#include "controller/sessions/open_doors.hpp"
#include "controller/sessions/session_service.hpp"
#include "controller/sessions/session_table.hpp"
#include "controller/sessions/stream_keys.hpp"
#include "controller/sessions/udp_path.hpp"
#include "controller/sessions/urgent_messages.hpp"

namespace village::sessions {

struct SessionService::Parts final : UdpEvents {
    Parts(boost::asio::io_context& io, SessionOptions chosen, SessionWorld around, DeviceCa authority, Doors doors);

    void start();
    const RootTrust* known_trust() const { return trust ? &*trust : nullptr; }
    void learn_device(const ports::NodeCredential& credential);
    /// By both ways until it is answered; a message that could not be made is told in the log.
    void send_urgent(domain::Result<UrgentMessage> message, domain::NodeSet nodes);
    /// The delegation this was signed under, unless each of these nodes says it holds it.
    std::vector<domain::SignedEnvelope> needed_delegations(const domain::SignedEnvelope& envelope,
                                                           const domain::NodeSet& nodes) const;

    // UdpEvents.
    void heard_by_udp(domain::NodeNumber node) override { table.heard_by_udp(node); }
    void answered_by_udp(domain::NodeNumber node, const wire::Ack& ack) override;

    // What SessionTable asks for.
    void answered(domain::NodeNumber node, const machines::NodeAnswered& answer);
    void node_joined(domain::NodeNumber node);
    std::uint64_t bind_udp(NodeSession& session);

    // Who came through the TLS door.
    ports::Awaitable<void> take(std::unique_ptr<TlsStream> stream, Caller caller);
    ports::Awaitable<void> take_node(std::unique_ptr<TlsStream> stream, Caller caller);
    void note_refused(const Caller& caller, const domain::Error& why);
    /// It hears why: one that was revoked falls silent.
    ports::Awaitable<void> turn_away(std::unique_ptr<TlsStream> stream, domain::Error why);
    ports::Awaitable<void> prefetch(std::unique_ptr<TlsStream> stream, Caller caller);

    ports::Awaitable<void> sweep();

    SessionTableWorld table_world();
    EnrolmentDoorWorld door_world();
    UrgentSender::Ways urgent_ways();

    boost::asio::io_context& context;
    SessionOptions options;
    SessionWorld world;
    DeviceCa ca;
    TaskGroup tasks;
    TlsListener listener;
    std::optional<RootTrust> trust;
    KnownDevices devices;
    PlanBuilder plans;
    UdpPath udp;
    SessionTable table;
    UrgentSender urgent;
    EnrolmentDoor door;
    StreamKeys stream_keys;
    WebConnection web;
    LogAllowance log_allowance;
    std::size_t prefetches = 0;
    std::uint16_t port = 0;
};

}  // namespace village::sessions
