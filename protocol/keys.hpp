// Ed25519 keys and signatures with a purpose in front of every signed byte, HKDF-SHA256 and constant-time comparison.
// Nothing here makes randomness: seeds are handed in. Secrets are wiped when their owner goes.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "scheduler/domain/error.hpp"
#include "scheduler/domain/sha256.hpp"

namespace village::protocol {

using domain::Bytes;
using domain::Result;
using domain::Status;
using ByteVector = std::vector<std::uint8_t>;

/// What a signature is for. Its prefix and 0x00 stand before the signed bytes, so no signature can be used for another thing.
enum class SignedPurpose : std::uint8_t { grant, stop, delegation, anchors, revocations, receipt, time, rtp };
/// "village-grant-v1" and so on, without the 0x00.
std::string_view purpose_prefix(SignedPurpose purpose);

struct Ed25519PublicKey {
    std::array<std::uint8_t, 32> bytes{};
    auto operator<=>(const Ed25519PublicKey&) const = default;
    /// From exactly 32 bytes; anything else is `malformed`.
    static Result<Ed25519PublicKey> from(Bytes source);
    /// SHA-256 of the 32 bytes: what a pairing ticket carries of the root.
    domain::Sha256 fingerprint() const;
};

using Ed25519Signature = std::array<std::uint8_t, 64>;

/// Bytes that are overwritten when they go out of scope.
template <std::size_t size>
class Secret {
public:
    Secret() = default;
    explicit Secret(std::span<const std::uint8_t, size> source) { std::copy(source.begin(), source.end(), bytes_.begin()); }
    Secret(const Secret&) = default;
    Secret& operator=(const Secret&) = default;
    ~Secret() { wipe(); }
    std::span<const std::uint8_t, size> view() const { return bytes_; }
    std::span<std::uint8_t, size> writable() { return bytes_; }
    bool operator==(const Secret& other) const = default;

private:
    void wipe() {
        volatile std::uint8_t* byte = bytes_.data();
        for (std::size_t i = 0; i < size; ++i) byte[i] = 0;
    }
    std::array<std::uint8_t, size> bytes_{};
};

class Ed25519KeyPair {
public:
    /// RFC 8032, 5.1.5: the same seed gives the same pair. The seed is 32 random bytes, handed in.
    static Ed25519KeyPair from_seed(std::span<const std::uint8_t, 32> seed);

    const Ed25519PublicKey& public_key() const { return public_key_; }
    /// What to keep (sealed) to have the pair again.
    std::span<const std::uint8_t, 32> seed() const { return secret_.view().first<32>(); }
    /// Signs prefix ‖ 0x00 ‖ parts, one after the other.
    Ed25519Signature sign(SignedPurpose purpose, std::initializer_list<Bytes> parts) const;

private:
    Ed25519PublicKey public_key_;
    Secret<64> secret_;
};

/// Whether `signature` is by `key` over prefix ‖ 0x00 ‖ parts. A signature that is not 64 bytes is simply wrong.
bool signature_holds(const Ed25519PublicKey& key, SignedPurpose purpose, std::initializer_list<Bytes> parts, Bytes signature);

/// RFC 5869 with SHA-256; `size` at most 255 * 32.
ByteVector hkdf_sha256(Bytes secret, Bytes salt, Bytes info, std::size_t size);

/// Compares without telling by its time where the difference is.
bool equal_in_constant_time(Bytes left, Bytes right);

/// Must be called before anything else of this room, once per program; returns `internal` when libsodium cannot start.
Status prepare_cryptography();

}  // namespace village::protocol
