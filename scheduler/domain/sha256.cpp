#include "scheduler/domain/sha256.hpp"

#include <sodium.h>

#include <cstring>

namespace village::domain {

std::string hex_text(Bytes bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (auto byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

Result<std::string> hex_decode(std::string_view hex) {
    auto nibble = [](char c) -> int {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        return -1;
    };
    if (hex.size() % 2 != 0) return Error{ErrorCode::invalid_argument, "hexadecimal text has an odd length"};
    std::string bytes;
    bytes.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const int high = nibble(hex[i]), low = nibble(hex[i + 1]);
        if (high < 0 || low < 0) return Error{ErrorCode::invalid_argument, "not hexadecimal"};
        bytes += static_cast<char>(high << 4 | low);
    }
    return bytes;
}

std::string Sha256::text() const { return hex_text(bytes); }

Result<Sha256> Sha256::parse(std::string_view hex) {
    auto decoded = hex_decode(hex);
    if (!decoded) return decoded.error();
    if (decoded->size() != 32) return Error{ErrorCode::invalid_argument, "a SHA-256 has 64 hexadecimal digits"};
    Sha256 hash;
    std::memcpy(hash.bytes.data(), decoded->data(), 32);
    return hash;
}

Sha256 sha256(std::initializer_list<Bytes> parts) {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (auto part : parts) crypto_hash_sha256_update(&state, part.data(), part.size());
    Sha256 hash;
    crypto_hash_sha256_final(&state, hash.bytes.data());
    return hash;
}

}  // namespace village::domain
