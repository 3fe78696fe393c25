// The UDP fast path of one session: AES-128-GCM packets with a 64-bit counter, keys for each direction by HKDF from the
// TLS exporter, a replay window for what comes in. Bytes only; sockets and clocks are the caller's. One thread.
#pragma once

#include <cstdint>
#include <optional>

#include "protocol/keys.hpp"
#include "protocol/replay_window.hpp"

namespace village::protocol {

/// RFC 5705 label and length: export with the connection id (8 bytes, big-endian) as context.
inline constexpr std::string_view udp_exporter_label = "EXPORTER-village-udp-v1";
inline constexpr std::size_t udp_exporter_bytes = 32;

inline constexpr std::uint8_t udp_associated = 0x01;  ///< First byte of a packet of an association.
inline constexpr std::uint8_t udp_bare_start = 0x02;  ///< First byte of a START without one; the signature gives the right.
inline constexpr std::size_t udp_header_bytes = 17;   ///< Type (1), connection id (8), counter (8).
inline constexpr std::size_t udp_tag_bytes = 16;
inline constexpr std::size_t udp_packet_bytes_max = 1200;
inline constexpr std::size_t udp_body_bytes_max = udp_packet_bytes_max - udp_header_bytes - udp_tag_bytes - 1;

enum class UdpKind : std::uint8_t {
    clock_request = 1,
    clock_answer = 2,
    start = 3,
    stop = 4,
    ack = 5,
    nack = 6,
    receiver_report = 7,
    quench = 8,
    stream_key = 9,
};

struct UdpPacket {
    UdpKind kind = UdpKind::clock_request;
    std::uint64_t counter = 0;
    ByteVector body;
};

enum class UdpRole : std::uint8_t { node, controller };

/// Everything needed to go on after a restart; sealed on the controller's disk, kept 10 min by the node.
struct UdpAssociationState {
    std::uint64_t connection_id = 0;
    Secret<32> exporter;
    std::uint64_t next_counter = 0;    ///< Of what we send. After a restart add `udp_counter_skip`: none may be used twice.
    std::uint64_t received_below = 0;  ///< Everything below counts as received.
};
inline constexpr std::uint64_t udp_counter_skip = 1ULL << 32;

class UdpAssociation {
public:
    UdpAssociation(UdpRole role, const UdpAssociationState& state);

    /// `too_large` when the body does not fit one packet.
    Result<ByteVector> seal(UdpKind kind, Bytes body);
    /// The same into `packet`, whose memory is used again.
    Status seal_into(ByteVector& packet, UdpKind kind, Bytes body);
    /// `malformed`, `key_unknown` (another connection id), `replayed` or `signature_invalid` (does not open).
    Result<UdpPacket> open(Bytes packet);

    std::uint64_t connection_id() const { return connection_id_; }
    UdpAssociationState state() const;

private:
    struct DirectionKeys {
        Secret<16> key;
        Secret<12> iv;
    };
    static DirectionKeys derive(const UdpAssociationState& state, std::string_view direction);

    std::uint64_t connection_id_;
    Secret<32> exporter_;
    DirectionKeys sending_;
    DirectionKeys receiving_;
    std::uint64_t next_counter_;
    ReplayWindow window_;
};

/// The connection id of a packet that begins with `udp_associated`, to find the association; nothing when too short.
std::optional<std::uint64_t> udp_connection_id(Bytes packet);

}  // namespace village::protocol
