#include "protocol/rtp.hpp"

#include "protocol/big_endian.hpp"
#include "protocol/wire_fields.hpp"

namespace village::protocol {
namespace {

constexpr std::uint8_t first_byte = 0x90;             // Version 2, extension, nothing else.
constexpr std::uint32_t extension_word = 0x10000011;  // RFC 8285 two-byte form, 17 words.
constexpr std::uint16_t element_word = 0x0140;        // Id 1, 64 bytes.

std::array<std::uint8_t, 4> rollover_bytes(std::uint32_t rollover) {
    return {static_cast<std::uint8_t>(rollover >> 24), static_cast<std::uint8_t>(rollover >> 16),
            static_cast<std::uint8_t>(rollover >> 8), static_cast<std::uint8_t>(rollover)};
}

}  // namespace

std::uint32_t rtp_ssrc(Bytes datagram) {
    if (datagram.size() < rtp_fixed_header_bytes) return 0;
    return BigEndianReader(datagram.subspan(8)).u32();
}

ByteVector encode_rtp(const RtpHeader& header, const Ed25519Signature& signature, Bytes payload) {
    BigEndianWriter writer(rtp_header_bytes + payload.size() + srtp_tag_bytes);
    writer.u8(first_byte);
    writer.u8(static_cast<std::uint8_t>((header.marker ? 0x80 : 0) | (header.payload_type & 0x7F)));
    writer.u16(header.sequence);
    writer.u32(header.timestamp);
    writer.u32(header.ssrc);
    writer.u32(extension_word);
    writer.u16(element_word);
    writer.bytes(signature);
    writer.u16(0);
    writer.bytes(payload);
    return writer.take();
}

Result<RtpPacketView> parse_rtp(Bytes packet) {
    if (packet.size() > rtp_packet_bytes_max) return malformed("an RTP packet is over 1200 bytes");
    if (packet.size() <= rtp_header_bytes) return malformed("an RTP packet is too short");
    BigEndianReader reader(packet);
    if (reader.u8() != first_byte) return malformed("an RTP packet's first byte is not 0x90");
    RtpPacketView view;
    auto marked_type = reader.u8();
    view.header.marker = marked_type & 0x80;
    view.header.payload_type = marked_type & 0x7F;
    view.header.sequence = reader.u16();
    view.header.timestamp = reader.u32();
    view.header.ssrc = reader.u32();
    if (reader.u32() != extension_word || reader.u16() != element_word) return malformed("an RTP packet has another extension");
    view.signature = reader.take(64);
    if (reader.u16() != 0) return malformed("an RTP packet's extension is not padded with zeros");
    if (view.header.payload_type != opus_payload_type && view.header.payload_type != red_payload_type) {
        return malformed("an RTP packet is neither Opus nor RED");
    }
    view.fixed_header = packet.first(rtp_fixed_header_bytes);
    view.whole_header = packet.first(rtp_header_bytes);
    view.payload = reader.rest();
    return view;
}

Ed25519Signature sign_rtp(const Ed25519KeyPair& stream_key, domain::GrantId grant, std::uint32_t rollover, Bytes fixed_header,
                          Bytes payload) {
    return stream_key.sign(SignedPurpose::rtp, {grant.bytes, rollover_bytes(rollover), fixed_header, payload});
}

bool rtp_signature_holds(const Ed25519PublicKey& stream_key, domain::GrantId grant, std::uint32_t rollover,
                         const RtpPacketView& packet, Bytes payload) {
    auto rolled = rollover_bytes(rollover);
    return signature_holds(stream_key, SignedPurpose::rtp, {grant.bytes, rolled, packet.fixed_header, payload}, packet.signature);
}

}  // namespace village::protocol
