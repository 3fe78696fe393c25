#include "node-firmware/audio/ogg_page.hpp"

#include <array>
#include <cstring>

namespace village::node::audio {
namespace {

constexpr std::array<std::uint32_t, 256> make_crc_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t value = byte << 24;
        for (int bit = 0; bit < 8; ++bit) value = (value << 1) ^ ((value & 0x80000000U) ? 0x04c11db7U : 0);
        table[byte] = value;
    }
    return table;
}
constexpr auto crc_table = make_crc_table();

std::uint32_t checksum(std::span<const std::uint8_t> page) {
    std::uint32_t crc = 0;
    for (std::size_t at = 0; at < page.size(); ++at) {
        // The checksum field itself counts as zero.
        const std::uint8_t byte = at >= 22 && at < 26 ? 0 : page[at];
        crc = (crc << 8) ^ crc_table[((crc >> 24) ^ byte) & 0xff];
    }
    return crc;
}

std::uint64_t little_endian(std::span<const std::uint8_t> bytes) {
    std::uint64_t value = 0;
    for (std::size_t at = bytes.size(); at-- > 0;) value = value << 8 | bytes[at];
    return value;
}

}  // namespace

std::optional<OggPage> parse_ogg_page(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < 27 || std::memcmp(bytes.data(), "OggS", 4) != 0 || bytes[4] != 0) return std::nullopt;
    const std::size_t segments = bytes[26];
    if (bytes.size() < 27 + segments) return std::nullopt;
    OggPage page;
    page.lacing = bytes.subspan(27, segments);
    std::size_t body = 0;
    for (const auto length : page.lacing) body += length;
    page.size = 27 + segments + body;
    if (bytes.size() < page.size) return std::nullopt;
    if (checksum(bytes.first(page.size)) != little_endian(bytes.subspan(22, 4))) return std::nullopt;
    page.body = bytes.subspan(27 + segments, body);
    page.continued = bytes[5] & 1;
    page.last = bytes[5] & 4;
    page.granule = little_endian(bytes.subspan(6, 8));
    page.serial = static_cast<std::uint32_t>(little_endian(bytes.subspan(14, 4)));
    page.sequence = static_cast<std::uint32_t>(little_endian(bytes.subspan(18, 4)));
    return page;
}

std::size_t find_ogg_page(std::span<const std::uint8_t> bytes, std::size_t from) {
    for (auto at = from; at + 4 <= bytes.size(); ++at) {
        if (std::memcmp(bytes.data() + at, "OggS", 4) == 0) return at;
    }
    return bytes.size();
}

}  // namespace village::node::audio
