#include "protocol/udp_association.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/aead.hpp"
#include "protocol/big_endian.hpp"

namespace village::protocol {
namespace {

std::array<std::uint8_t, 12> nonce_of(const Secret<12>& iv, std::uint64_t counter) {
    std::array<std::uint8_t, 12> nonce{};
    std::copy(iv.view().begin(), iv.view().end(), nonce.begin());
    for (int i = 0; i < 8; ++i) nonce[static_cast<std::size_t>(4 + i)] ^= static_cast<std::uint8_t>(counter >> (56 - 8 * i));
    return nonce;
}

}  // namespace

UdpAssociation::DirectionKeys UdpAssociation::derive(const UdpAssociationState& state, std::string_view direction) {
    BigEndianWriter salt(8);
    salt.u64(state.connection_id);
    auto info = fmt::format("village-udp-v1 {}", direction);
    auto material = hkdf_sha256(state.exporter.view(), salt.take(), domain::as_bytes(info), 28);
    auto bytes = Bytes(material);
    return {Secret<16>(bytes.first<16>()), Secret<12>(bytes.last<12>())};
}

UdpAssociation::UdpAssociation(UdpRole role, const UdpAssociationState& state)
    : connection_id_(state.connection_id),
      exporter_(state.exporter),
      sending_(derive(state, role == UdpRole::node ? "uplink" : "downlink")),
      receiving_(derive(state, role == UdpRole::node ? "downlink" : "uplink")),
      next_counter_(state.next_counter),
      window_(state.received_below) {}

Result<ByteVector> UdpAssociation::seal(UdpKind kind, Bytes body) {
    ByteVector packet;
    if (auto sealed = seal_into(packet, kind, body); !sealed) return sealed.error();
    return packet;
}

Status UdpAssociation::seal_into(ByteVector& packet, UdpKind kind, Bytes body) {
    if (body.size() > udp_body_bytes_max) {
        return domain::Error{domain::ErrorCode::too_large,
                             fmt::format("a UDP body of {} bytes is over {}", body.size(), udp_body_bytes_max)};
    }
    packet.resize(udp_header_bytes + 1 + body.size() + udp_tag_bytes);
    packet[0] = udp_associated;
    write_big_endian(&packet[1], connection_id_, 8);
    write_big_endian(&packet[9], next_counter_, 8);
    packet[udp_header_bytes] = static_cast<std::uint8_t>(kind);
    std::copy(body.begin(), body.end(), packet.begin() + udp_header_bytes + 1);
    const auto space = std::span(packet);
    aead_seal_in_place(sending_.key.view(), nonce_of(sending_.iv, next_counter_), space.first(udp_header_bytes),
                       space.subspan(udp_header_bytes));
    ++next_counter_;
    return {};
}

Result<UdpPacket> UdpAssociation::open(Bytes packet) {
    using domain::Error, domain::ErrorCode;
    if (packet.size() > udp_packet_bytes_max || packet.size() < udp_header_bytes + 1 + udp_tag_bytes ||
        packet[0] != udp_associated) {
        return Error{ErrorCode::malformed, "not a packet of a UDP association"};
    }
    BigEndianReader reader(packet.subspan(1));
    if (reader.u64() != connection_id_) return Error{ErrorCode::key_unknown, "another connection id"};
    auto counter = reader.u64();
    if (!window_.is_new(counter)) return Error{ErrorCode::replayed, "this counter was seen or is too old"};
    auto opened =
        aead_open(receiving_.key.view(), nonce_of(receiving_.iv, counter), packet.first(udp_header_bytes), reader.rest());
    if (!opened) return Error{ErrorCode::signature_invalid, "a UDP packet does not open"};
    window_.mark(counter);
    auto kind = opened->front();
    if (kind < 1 || kind > static_cast<std::uint8_t>(UdpKind::stream_key)) {
        return Error{ErrorCode::unsupported_version, fmt::format("UDP packets of kind {} are not known", kind)};
    }
    return UdpPacket{static_cast<UdpKind>(kind), counter, {opened->begin() + 1, opened->end()}};
}

UdpAssociationState UdpAssociation::state() const { return {connection_id_, exporter_, next_counter_, window_.next()}; }

std::optional<std::uint64_t> udp_connection_id(Bytes packet) {
    if (packet.size() < udp_header_bytes || packet[0] != udp_associated) return std::nullopt;
    return BigEndianReader(packet.subspan(1)).u64();
}

}  // namespace village::protocol
