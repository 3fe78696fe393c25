// SignedEnvelope { payload, key serial, signature }: the one form in which anything signed travels, except RTP packets.
// Opening checks the form; `open_envelope` checks the signature too, over the bytes, before anybody parses the payload.
#pragma once

#include "protocol/keys.hpp"
#include "scheduler/domain/grant.hpp"

namespace village::protocol {

inline constexpr std::size_t envelope_bytes_max = 16 * 1024;

/// An envelope taken apart, not yet believed.
struct Envelope {
    ByteVector payload;
    std::uint64_t key_serial = 0;
    Ed25519Signature signature{};
};

/// Signs the payload and puts it into an envelope.
domain::SignedEnvelope seal_envelope(const Ed25519KeyPair& key, std::uint64_t key_serial, SignedPurpose purpose, Bytes payload);

/// Form only: size, one payload, 64 bytes of signature, serial not 0; else `malformed` or `too_large`.
Result<Envelope> split_envelope(Bytes envelope);

/// Form and signature: the payload is returned only when `key` signed it for this purpose, else `signature_invalid`.
Result<ByteVector> open_envelope(Bytes envelope, const Ed25519PublicKey& key, SignedPurpose purpose);

}  // namespace village::protocol
