// The Intent: what an officer's own device signs to start an emergency. Fixed layout of 106 bytes, easy to build in a browser
// with a DataView; signature ECDSA P-256 with SHA-256 in WebCrypto's form (r ‖ s, 64 bytes), public key uncompressed (65 bytes).
#pragma once

#include <array>

#include "protocol/keys.hpp"
#include "scheduler/domain/emergency.hpp"

namespace village::protocol {

inline constexpr std::size_t intent_bytes = 106;
inline constexpr std::size_t p256_public_key_bytes = 65;
inline constexpr std::size_t p256_signature_bytes = 64;

/// "village-intent-v1" 0x00 ‖ officer ‖ device ‖ area ‖ template ‖ idempotency key (16 each) ‖ made_at (i64 BE, microseconds).
std::array<std::uint8_t, intent_bytes> encode_intent(const domain::EmergencyIntent& intent);
/// The fields without the signature; any other length or prefix is `malformed`.
Result<domain::EmergencyIntent> decode_intent(Bytes canonical);

/// Whether `intent.signature` is by this device key over the canonical bytes: `malformed` for a bad key, else `signature_invalid`.
Status verify_intent(const domain::EmergencyIntent& intent, Bytes public_key);

/// ECDSA P-256 with SHA-256 over any bytes: policy updates and key registrations are signed by the same device keys.
Status verify_p256(Bytes public_key, Bytes message, Bytes signature);
/// What a device signs to register its key: "village-device-v1" 0x00 ‖ device id (16) ‖ owner (16) ‖ public key (65).
ByteVector device_registration_bytes(domain::DeviceKeyId device, domain::OperatorId owner, Bytes public_key);

/// The signing side, for tests, vectors and `villagectl`: a private key is the 32-byte scalar.
Result<ByteVector> p256_public_key(std::span<const std::uint8_t, 32> private_key);
Result<ByteVector> sign_p256(std::span<const std::uint8_t, 32> private_key, Bytes message);

}  // namespace village::protocol
