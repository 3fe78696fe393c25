// How a box and a commune come to trust each other by a one-time code: both prove that they know it over this very TLS
// connection (its exporter) and this very key, so somebody in the middle without the code gains nothing.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "protocol/keys.hpp"
#include "protocol/pairing_code.hpp"

namespace village::protocol {

/// RFC 5705 label and length, without context.
inline constexpr std::string_view enrolment_exporter_label = "EXPORTER-village-enrol-v1";
inline constexpr std::size_t enrolment_exporter_bytes = 32;
using EnrolmentExporter = std::array<std::uint8_t, enrolment_exporter_bytes>;
using EnrolmentProof = std::array<std::uint8_t, 32>;

/// HMAC-SHA256(code, "village-enrol-node-v1" 0x00 ‖ exporter ‖ node public key).
EnrolmentProof node_enrolment_proof(const PairingCode& code, const EnrolmentExporter& exporter, const Ed25519PublicKey& node_key);
/// HMAC-SHA256(code, "village-enrol-controller-v1" 0x00 ‖ exporter ‖ node public key ‖ controller fingerprint ‖ root fingerprint).
EnrolmentProof controller_enrolment_proof(const PairingCode& code, const EnrolmentExporter& exporter,
                                          const Ed25519PublicKey& node_key, const domain::Sha256& controller_fingerprint,
                                          const domain::Sha256& root_fingerprint);

/// In constant time; anything but 32 equal bytes is `enrolment_code_wrong`.
Status check_enrolment_proof(const EnrolmentProof& expected, Bytes received);

/// Which code a proof is for, without telling the code: first 8 bytes of SHA-256("village-code-v1" 0x00 ‖ code).
std::array<std::uint8_t, 8> pairing_code_id(const PairingCode& code);

}  // namespace village::protocol
