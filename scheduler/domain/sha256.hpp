// SHA-256 (FIPS 180-4) for ids and content names; pure, by libsodium.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "scheduler/domain/error.hpp"

namespace village::domain {

using Bytes = std::span<const std::uint8_t>;

struct Sha256 {
    std::array<std::uint8_t, 32> bytes{};
    auto operator<=>(const Sha256&) const = default;
    bool is_zero() const { return *this == Sha256{}; }
    /// 64 lower-case hexadecimal digits.
    std::string text() const;
    static Result<Sha256> parse(std::string_view hex);
};

/// Names one piece of audio: the root of its SHA-256 tree (content.hpp).
using ContentHash = Sha256;

/// The hash of the parts one after the other.
Sha256 sha256(std::initializer_list<Bytes> parts);
inline Sha256 sha256(Bytes all) { return sha256({all}); }
inline Bytes as_bytes(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

std::string hex_text(Bytes bytes);
Result<std::string> hex_decode(std::string_view hex);

}  // namespace village::domain
