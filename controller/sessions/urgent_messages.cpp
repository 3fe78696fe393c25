#include "controller/sessions/urgent_messages.hpp"

#include <sodium.h>

#include "controller/sessions/node_session.hpp"
#include "protocol/udp_packets.hpp"

namespace village::sessions {
namespace {

using domain::Result;

constexpr auto udp_body_max = protocol::start_bytes_max - protocol::udp_header_bytes - protocol::udp_tag_bytes - 1;

domain::UuidBytes random_id() {
    domain::UuidBytes id{};
    randombytes_buf(id.data(), id.size());
    return id;
}

/// What is too large for a datagram goes by TLS alone.
Result<UrgentMessage> both_ways(UrgentMessage message, const wire::SessionMessage& by_tls) {
    auto frame = shared_frame(by_tls);
    if (!frame) return frame.error();
    message.frame = std::move(*frame);
    if (message.udp_body.size() > udp_body_max) message.udp_body.clear();
    return message;
}

}  // namespace

Result<UrgentMessage> start_message(const domain::SignedGrant& grant, const std::vector<domain::SignedEnvelope>& delegations) {
    wire::SessionMessage by_tls;
    auto& start = *by_tls.mutable_start();
    start.set_grant(protocol::string_of(grant.envelope.bytes));
    for (const auto& delegation : delegations) start.add_delegations(protocol::string_of(delegation.bytes));
    auto body = protocol::encode_start_body(grant.envelope, delegations);
    return both_ways({grant.grant.id.bytes, grant.grant.id, protocol::UdpKind::start, std::move(body), nullptr}, by_tls);
}

Result<UrgentMessage> stop_message(const domain::SignedStop& signed_stop,
                                   const std::vector<domain::SignedEnvelope>& delegations) {
    wire::SessionMessage by_tls;
    auto& stop = *by_tls.mutable_stop();
    stop.set_stop(protocol::string_of(signed_stop.envelope.bytes));
    for (const auto& delegation : delegations) stop.add_delegations(protocol::string_of(delegation.bytes));
    auto body = protocol::encode_stop_body(signed_stop.envelope, delegations);
    return both_ways({signed_stop.stop.id.bytes, std::nullopt, protocol::UdpKind::stop, std::move(body), nullptr}, by_tls);
}

Result<UrgentMessage> quench_message(std::optional<domain::BroadcastId> broadcast) {
    const auto id = random_id();
    wire::SessionMessage by_tls;
    auto& quench = *by_tls.mutable_quench();
    if (broadcast) quench.add_broadcasts(protocol::string_of(broadcast->bytes));
    quench.set_id(protocol::string_of(id));
    return both_ways({id, std::nullopt, protocol::UdpKind::quench, protocol::encode_quench_body(quench), nullptr}, by_tls);
}

}  // namespace village::sessions
