#include "scheduler/domain/ids.hpp"

namespace village::domain {
namespace {

constexpr bool is_dash_position(std::size_t at) { return at == 8 || at == 13 || at == 18 || at == 23; }

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::string uuid_text(const UuidBytes& bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (auto byte : bytes) {
        if (is_dash_position(text.size())) text += '-';
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

Result<UuidBytes> parse_uuid(std::string_view text) {
    const Error bad{ErrorCode::invalid_argument, "not a UUID"};
    if (text.size() != 36) return bad;
    UuidBytes bytes{};
    std::size_t nibble = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (is_dash_position(at)) {
            if (text[at] != '-') return bad;
            continue;
        }
        const int value = hex_value(text[at]);
        if (value < 0) return bad;
        bytes[nibble / 2] = static_cast<std::uint8_t>(bytes[nibble / 2] << 4 | value);
        ++nibble;
    }
    return bytes;
}

UuidBytes make_uuid_v7(UtcTime now, const std::array<std::uint8_t, 10>& random) {
    const auto milliseconds = static_cast<std::uint64_t>(to_us(now) / 1000);
    UuidBytes bytes{};
    for (int i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(milliseconds >> (40 - 8 * i));
    std::memcpy(bytes.data() + 6, random.data(), 10);
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x70);  // Version 7.
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);  // Variant 10.
    return bytes;
}

}  // namespace village::domain
