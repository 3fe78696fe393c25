// Numbers out of hostile bytes: every read is checked, what is not there reads as 0.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace village::media {

using FileBytes = std::span<const std::uint8_t>;

inline std::uint64_t big_endian(FileBytes bytes, std::size_t at, std::size_t count) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value = value << 8 | (at < bytes.size() && i < bytes.size() - at ? bytes[at + i] : 0U);
    return value;
}

inline std::uint64_t little_endian(FileBytes bytes, std::size_t at, std::size_t count) {
    std::uint64_t value = 0;
    for (std::size_t i = count; i-- > 0;) value = value << 8 | (at < bytes.size() && i < bytes.size() - at ? bytes[at + i] : 0U);
    return value;
}

inline bool has_text(FileBytes bytes, std::size_t at, std::string_view text) {
    return at <= bytes.size() && bytes.size() - at >= text.size() &&
           std::memcmp(bytes.data() + at, text.data(), text.size()) == 0;
}

}  // namespace village::media
