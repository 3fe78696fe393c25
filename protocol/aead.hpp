// AES-128-GCM (OpenSSL EVP), the one cipher of UDP associations and SRTP.
#pragma once

#include <array>
#include <optional>
#include <span>

#include "protocol/keys.hpp"

namespace village::protocol {

using AeadKey = std::span<const std::uint8_t, 16>;
using AeadNonce = std::span<const std::uint8_t, 12>;

inline constexpr std::size_t aead_tag_bytes = 16;

/// Encrypts all but the last 16 bytes where they stand and writes the tag there. `space` holds at least those 16.
void aead_seal_in_place(AeadKey key, AeadNonce nonce, Bytes associated, std::span<std::uint8_t> space);
/// Ciphertext and 16 bytes of tag.
ByteVector aead_seal(AeadKey key, AeadNonce nonce, Bytes associated, Bytes plaintext);
/// Nothing when key, nonce, associated data or a single bit is not what was sealed.
std::optional<ByteVector> aead_open(AeadKey key, AeadNonce nonce, Bytes associated, Bytes sealed);

}  // namespace village::protocol
