// Keys, grants and receipts for the tests of the wire: the same every time.
#pragma once

#include "protocol/grant_codec.hpp"
#include "protocol/key_ring.hpp"
#include "protocol/stream_key.hpp"

namespace village::protocol::samples {

/// 32 times the same byte as seed.
Ed25519KeyPair key(std::uint8_t seed);
template <class AnyId>
AnyId id(std::uint8_t last) {
    AnyId value;
    value.bytes.fill(0x10);
    value.bytes[15] = last;
    return value;
}
domain::Sha256 hash(std::uint8_t fill);
domain::UtcTime noon();  ///< 2026-11-22T12:00:00Z.

inline constexpr std::uint64_t root_serial = 1, live_serial = 7;
Ed25519KeyPair root();
Ed25519KeyPair live_key();
TrustAnchors anchors();
/// Every kind, priority and node; 90 days from the day before noon().
Delegation full_delegation();
/// Trusts root() and holds full_delegation().
KeyRing ring();

domain::Grant scheduled_grant();
/// Fills in for another broadcast; longer than its place there, and fades before it is cut.
domain::Grant stand_in_grant();
domain::Grant staggered_grant();
domain::Grant emergency_grant();
domain::Grant live_grant();
domain::StopOrder stop_of_grants();
domain::StopOrder stop_of_area();
domain::StopOrder stop_of_what_has_begun();
domain::PlaybackReceipt receipt(std::uint64_t number);

/// Class R1 unless said otherwise, from packet 0.
StreamKey stream_key(StreamClass stream_class = StreamClass::r1, std::uint64_t first_index = 0);
/// Something as long as 40 ms of Opus at 24 kbit/s, different for each index.
ByteVector opus_like(std::uint64_t index, std::size_t size = 120);

}  // namespace village::protocol::samples
