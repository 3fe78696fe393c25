// The signer's word about the time, bound to a nonce the node has just made: what makes a node's clock trusted.
#pragma once

#include <array>
#include <cstdint>

#include "protocol/envelope.hpp"
#include "protocol/keys.hpp"
#include "scheduler/domain/time.hpp"

namespace village::protocol {

using TimeNonce = std::array<std::uint8_t, 16>;

struct TimeAttestation {
    TimeNonce nonce{};
    domain::UtcTime utc{};
    std::uint64_t policy_epoch = 0;
    std::uint64_t highest_issuer_sequence = 0;
    bool operator==(const TimeAttestation&) const = default;
};

ByteVector encode_time_attestation(const TimeAttestation& attestation);
Result<TimeAttestation> decode_time_attestation(Bytes payload);
/// By the signer's live key. Verified by `KeyRing::verify_time`.
domain::SignedEnvelope sign_time(const Ed25519KeyPair& key, std::uint64_t key_serial, const TimeAttestation& attestation);

}  // namespace village::protocol
