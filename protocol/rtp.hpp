// RTP packets (RFC 3550) of a live broadcast with the Ed25519 signature in a two-byte header extension (RFC 8285). Exactly one
// form is accepted: version 2, no padding, no CSRC, extension 0x1000 with one element of id 1 and 64 bytes.
#pragma once

#include <cstdint>

#include "protocol/keys.hpp"
#include "scheduler/domain/ids.hpp"

namespace village::protocol {

inline constexpr std::uint8_t opus_payload_type = 96;
inline constexpr std::uint8_t red_payload_type = 111;
inline constexpr std::uint32_t rtp_clock_hz = 48'000;
inline constexpr std::uint32_t rtp_packet_ms = 40;
inline constexpr std::uint32_t rtp_packet_ticks = rtp_clock_hz / 1000 * rtp_packet_ms;  // 1920
inline constexpr std::size_t rtp_fixed_header_bytes = 12;
inline constexpr std::size_t rtp_extension_bytes = 4 + 68;
inline constexpr std::size_t rtp_header_bytes = rtp_fixed_header_bytes + rtp_extension_bytes;
inline constexpr std::size_t srtp_tag_bytes = 16;
/// The largest packet that is made or looked at: never fragmented.
inline constexpr std::size_t rtp_packet_bytes_max = 1200;
inline constexpr std::size_t rtp_payload_bytes_max = rtp_packet_bytes_max - rtp_header_bytes - srtp_tag_bytes;

/// Packet n of a stream carries the media time [40 n, 40 (n+1)) ms after T0. Sequence, rollover counter and timestamp follow
/// from n, so a restarted sender never uses a number twice and a node that joins late needs no history.
struct PacketIndex {
    std::uint64_t value = 0;  ///< ROC * 65536 + sequence: 48 bits.
    std::uint16_t sequence() const { return static_cast<std::uint16_t>(value); }
    std::uint32_t rollover() const { return static_cast<std::uint32_t>(value >> 16); }
    std::uint32_t timestamp() const { return static_cast<std::uint32_t>(value * rtp_packet_ticks); }
    auto operator<=>(const PacketIndex&) const = default;
};

struct RtpHeader {
    bool marker = false;
    std::uint8_t payload_type = 0;
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
    std::uint32_t ssrc = 0;
    bool operator==(const RtpHeader&) const = default;
};

struct RtpPacketView {
    RtpHeader header;
    Bytes fixed_header;  ///< 12 bytes, as signed.
    Bytes whole_header;  ///< `rtp_header_bytes`, what AEAD authenticates.
    Bytes signature;     ///< 64 bytes.
    Bytes payload;       ///< Plaintext, or ciphertext and tag.
};

/// Whether a datagram on the common UDP port is RTP (first two bits 10); a UDP association begins with 0x01 or 0x02.
inline bool looks_like_rtp(Bytes datagram) { return !datagram.empty() && (datagram[0] & 0xC0) == 0x80; }
/// The SSRC of something that looks like RTP, to choose the receiver; 0 when too short.
std::uint32_t rtp_ssrc(Bytes datagram);

/// Header, extension with the signature, payload.
ByteVector encode_rtp(const RtpHeader& header, const Ed25519Signature& signature, Bytes payload);
/// Everything but the one accepted form is `malformed`.
Result<RtpPacketView> parse_rtp(Bytes packet);

/// Over "village-rtp-v1" 0x00 ‖ grant id (16) ‖ ROC (u32 BE) ‖ 12 fixed header bytes ‖ plaintext payload.
Ed25519Signature sign_rtp(const Ed25519KeyPair& stream_key, domain::GrantId grant, std::uint32_t rollover, Bytes fixed_header,
                          Bytes payload);
bool rtp_signature_holds(const Ed25519PublicKey& stream_key, domain::GrantId grant, std::uint32_t rollover,
                         const RtpPacketView& packet, Bytes payload);

}  // namespace village::protocol
