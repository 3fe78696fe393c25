#include "protocol/time_attestation.hpp"

#include "protocol/grant.pb.h"
#include "protocol/wire_fields.hpp"

namespace village::protocol {

ByteVector encode_time_attestation(const TimeAttestation& attestation) {
    wire::TimeAttestation message;
    message.set_nonce(string_of(attestation.nonce));
    message.set_utc(domain::to_us(attestation.utc));
    message.set_policy_epoch(attestation.policy_epoch);
    message.set_highest_issuer_sequence(attestation.highest_issuer_sequence);
    return serialize(message);
}

Result<TimeAttestation> decode_time_attestation(Bytes payload) {
    wire::TimeAttestation message;
    if (!parse(payload, message)) return malformed("not a time attestation");
    if (message.nonce().size() != 16) return malformed("the nonce of a time attestation is not 16 bytes");
    if (!is_time(message.utc()) || message.utc() == 0) return malformed("the time of a time attestation is out of range");
    TimeAttestation attestation;
    std::copy(message.nonce().begin(), message.nonce().end(), attestation.nonce.begin());
    attestation.utc = domain::utc_from_us(message.utc());
    attestation.policy_epoch = message.policy_epoch();
    attestation.highest_issuer_sequence = message.highest_issuer_sequence();
    return attestation;
}

domain::SignedEnvelope sign_time(const Ed25519KeyPair& key, std::uint64_t key_serial, const TimeAttestation& attestation) {
    return seal_envelope(key, key_serial, SignedPurpose::time, encode_time_attestation(attestation));
}

}  // namespace village::protocol
