#include "protocol/enrolment.hpp"

#include <sodium.h>

namespace village::protocol {
namespace {

EnrolmentProof hmac(const PairingCode& code, std::string_view label, std::initializer_list<Bytes> parts) {
    crypto_auth_hmacsha256_state state;
    const std::uint8_t zero = 0;
    crypto_auth_hmacsha256_init(&state, code.bytes.data(), code.bytes.size());
    crypto_auth_hmacsha256_update(&state, domain::as_bytes(label).data(), label.size());
    crypto_auth_hmacsha256_update(&state, &zero, 1);
    for (auto part : parts) crypto_auth_hmacsha256_update(&state, part.data(), part.size());
    EnrolmentProof proof;
    crypto_auth_hmacsha256_final(&state, proof.data());
    return proof;
}

}  // namespace

EnrolmentProof node_enrolment_proof(const PairingCode& code, const EnrolmentExporter& exporter,
                                    const Ed25519PublicKey& node_key) {
    return hmac(code, "village-enrol-node-v1", {exporter, node_key.bytes});
}

EnrolmentProof controller_enrolment_proof(const PairingCode& code, const EnrolmentExporter& exporter,
                                          const Ed25519PublicKey& node_key, const domain::Sha256& controller_fingerprint,
                                          const domain::Sha256& root_fingerprint) {
    return hmac(code, "village-enrol-controller-v1",
                {exporter, node_key.bytes, controller_fingerprint.bytes, root_fingerprint.bytes});
}

Status check_enrolment_proof(const EnrolmentProof& expected, Bytes received) {
    if (equal_in_constant_time(expected, received)) return {};
    return domain::Error{domain::ErrorCode::enrolment_code_wrong,
                         "the other side does not know the pairing code, or somebody stands between"};
}

std::array<std::uint8_t, 8> pairing_code_id(const PairingCode& code) {
    const std::uint8_t zero[] = {0};
    auto hash = domain::sha256({domain::as_bytes("village-code-v1"), zero, code.bytes});
    std::array<std::uint8_t, 8> id;
    std::copy_n(hash.bytes.begin(), id.size(), id.begin());
    return id;
}

}  // namespace village::protocol
