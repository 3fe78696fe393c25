#include "protocol/udp_packets.hpp"

#include <fmt/format.h>

#include "protocol/big_endian.hpp"
#include "protocol/session.pb.h"
#include "protocol/session_limits.hpp"
#include "protocol/wire_fields.hpp"

namespace village::protocol {
namespace {

template <class Message>
Result<Message> decode_body(Bytes body, const char* name) {
    Message message;
    if (body.size() > udp_packet_bytes_max || !parse(body, message)) return malformed(fmt::format("not a {} body", name));
    if (auto limits = check_limits(message); !limits) return limits.error();
    return message;
}

template <class Message>
void add_delegations(const std::vector<domain::SignedEnvelope>& delegations, Message& message) {
    for (const auto& delegation : delegations) message.add_delegations(string_of(delegation.bytes));
}

}  // namespace

ByteVector encode_clock_request(const ClockRequest& request) {
    BigEndianWriter writer(21);
    writer.u32(request.sequence);
    writer.i64(request.sent_us);
    writer.u8(request.flags);
    writer.u64(request.plan_sequence);
    return writer.take();
}

Result<ClockRequest> decode_clock_request(Bytes body) {
    BigEndianReader reader(body);
    ClockRequest request;
    request.sequence = reader.u32();
    request.sent_us = reader.i64();
    request.flags = reader.u8();
    request.plan_sequence = reader.u64();
    if (!reader.is_complete()) return malformed("a clock request has 21 bytes");
    return request;
}

ByteVector encode_clock_answer(const ClockAnswer& answer) {
    BigEndianWriter writer(28);
    writer.u32(answer.sequence);
    writer.i64(answer.sent_us);
    writer.i64(domain::to_us(answer.received));
    writer.i64(domain::to_us(answer.answered));
    return writer.take();
}

Result<ClockAnswer> decode_clock_answer(Bytes body) {
    BigEndianReader reader(body);
    ClockAnswer answer;
    answer.sequence = reader.u32();
    answer.sent_us = reader.i64();
    auto received = reader.i64();
    auto answered = reader.i64();
    if (!reader.is_complete()) return malformed("a clock answer has 28 bytes");
    if (!is_time(received) || !is_time(answered) || answered < received)
        return malformed("the times of a clock answer are out of range");
    answer.received = domain::utc_from_us(received);
    answer.answered = domain::utc_from_us(answered);
    return answer;
}

ByteVector encode_start_body(const domain::SignedEnvelope& grant, const std::vector<domain::SignedEnvelope>& delegations) {
    wire::Start message;
    message.set_grant(string_of(grant.bytes));
    add_delegations(delegations, message);
    return serialize(message);
}

ByteVector encode_stop_body(const domain::SignedEnvelope& stop, const std::vector<domain::SignedEnvelope>& delegations) {
    wire::Stop message;
    message.set_stop(string_of(stop.bytes));
    add_delegations(delegations, message);
    return serialize(message);
}

ByteVector encode_ack_body(const wire::Ack& ack) { return serialize(ack); }
ByteVector encode_quench_body(const wire::Quench& quench) { return serialize(quench); }

Result<wire::Start> decode_start_body(Bytes body) { return decode_body<wire::Start>(body, "START"); }
Result<wire::Stop> decode_stop_body(Bytes body) { return decode_body<wire::Stop>(body, "STOP"); }
Result<wire::Ack> decode_ack_body(Bytes body) { return decode_body<wire::Ack>(body, "ack"); }
Result<wire::Quench> decode_quench_body(Bytes body) { return decode_body<wire::Quench>(body, "QUENCH"); }

ByteVector encode_stream_key_body(const StreamKey& key) {
    wire::StreamKey message;
    write_stream_key(key, message);
    return serialize(message);
}

Result<StreamKey> decode_stream_key_body(Bytes body) {
    wire::StreamKey message;
    if (body.size() > udp_packet_bytes_max || !parse(body, message)) return malformed("not a stream key body");
    return read_stream_key(message);
}

Result<ByteVector> encode_bare_start(const domain::SignedEnvelope& grant,
                                     const std::vector<domain::SignedEnvelope>& delegations) {
    auto packet = encode_start_body(grant, delegations);
    packet.insert(packet.begin(), udp_bare_start);
    if (packet.size() > start_bytes_max) {
        return domain::Error{domain::ErrorCode::too_large,
                             fmt::format("a START of {} bytes is over {}", packet.size(), start_bytes_max)};
    }
    return packet;
}

Result<wire::Start> decode_bare_start(Bytes packet) {
    if (packet.empty() || packet.size() > start_bytes_max || packet[0] != udp_bare_start) return malformed("not a bare START");
    return decode_start_body(packet.subspan(1));
}

}  // namespace village::protocol
