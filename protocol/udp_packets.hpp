// The bodies that travel inside a UDP association: the four-timestamp clock exchange (fixed layout), START, STOP, QUENCH, Ack
// and StreamKey (the protobuf messages of session.proto), NACK and receiver report (RTCP, rtcp.hpp).
#pragma once

#include <vector>

#include "protocol/rtcp.hpp"
#include "protocol/stream_key.hpp"
#include "protocol/udp_association.hpp"
#include "scheduler/domain/grant.hpp"
#include "scheduler/domain/time.hpp"

namespace village::wire {
class Ack;
class Quench;
class Start;
class Stop;
}  // namespace village::wire

namespace village::protocol {

inline constexpr std::size_t start_bytes_max = 1100;  ///< Whole packet with delegations; ≤ 400 is aimed at without.

/// Node → controller: keepalive, and the first two timestamps of the exchange. 21 bytes.
struct ClockRequest {
    std::uint32_t sequence = 0;
    std::int64_t sent_us = 0;         ///< t1, the node's clock; any epoch, echoed.
    std::uint8_t flags = 0;           ///< Bit 0: on air. Bit 1: clock trusted. Bit 2: sound device fails.
    std::uint64_t plan_sequence = 0;  ///< Issuer sequence of the plan held; tells at once that one was missed.
    bool operator==(const ClockRequest&) const = default;
};
inline constexpr std::uint8_t clock_flag_on_air = 1, clock_flag_trusted = 2, clock_flag_device_fails = 4;

/// Controller → node. 28 bytes.
struct ClockAnswer {
    std::uint32_t sequence = 0;
    std::int64_t sent_us = 0;    ///< t1, echoed.
    domain::UtcTime received{};  ///< t2, controller's UTC.
    domain::UtcTime answered{};  ///< t3.
    bool operator==(const ClockAnswer&) const = default;
};

ByteVector encode_clock_request(const ClockRequest& request);
Result<ClockRequest> decode_clock_request(Bytes body);
ByteVector encode_clock_answer(const ClockAnswer& answer);
Result<ClockAnswer> decode_clock_answer(Bytes body);

ByteVector encode_start_body(const domain::SignedEnvelope& grant, const std::vector<domain::SignedEnvelope>& delegations);
Result<wire::Start> decode_start_body(Bytes body);
ByteVector encode_stop_body(const domain::SignedEnvelope& stop, const std::vector<domain::SignedEnvelope>& delegations);
Result<wire::Stop> decode_stop_body(Bytes body);
ByteVector encode_ack_body(const wire::Ack& ack);
Result<wire::Ack> decode_ack_body(Bytes body);
ByteVector encode_quench_body(const wire::Quench& quench);
Result<wire::Quench> decode_quench_body(Bytes body);
ByteVector encode_stream_key_body(const StreamKey& key);
Result<StreamKey> decode_stream_key_body(Bytes body);

/// A START that comes on no association: 0x02 and the start body. `too_large` over `start_bytes_max`.
Result<ByteVector> encode_bare_start(const domain::SignedEnvelope& grant, const std::vector<domain::SignedEnvelope>& delegations);
Result<wire::Start> decode_bare_start(Bytes packet);

}  // namespace village::protocol
