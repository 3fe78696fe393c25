// The session key and salt that SRTP derives from a stream's master key (RFC 3711, 4.3, key derivation rate 0; RFC 7714, 11),
// and the nonce of one packet (RFC 7714, 8.1).
#pragma once

#include "protocol/stream_key.hpp"

namespace village::protocol {

struct SrtpSessionKeys {
    Secret<16> key;
    Secret<12> salt;
};

SrtpSessionKeys derive_srtp_keys(const StreamKey& key);
std::array<std::uint8_t, 12> srtp_nonce(const Secret<12>& salt, std::uint32_t ssrc, PacketIndex index);

}  // namespace village::protocol
