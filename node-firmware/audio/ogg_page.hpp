// One Ogg page (RFC 3533, section 6) out of bytes, with its checksum verified.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace village::node::audio {

inline constexpr std::size_t ogg_page_bytes_max = 27 + 255 + 255 * 255;

struct OggPage {
    bool continued = false;  ///< Its first packet began on the page before.
    bool last = false;
    std::uint64_t granule = 0;  ///< All ones: no packet ends here.
    std::uint32_t serial = 0;
    std::uint32_t sequence = 0;
    std::span<const std::uint8_t> lacing;
    std::span<const std::uint8_t> body;
    std::size_t size = 0;  ///< With its header.

    bool ends_a_packet() const { return granule != ~std::uint64_t{0}; }
};

/// The page at the front of `bytes`; nothing when it is no page, is cut off, or fails its checksum.
std::optional<OggPage> parse_ogg_page(std::span<const std::uint8_t> bytes);
/// Where the next "OggS" begins, or `bytes.size()`.
std::size_t find_ogg_page(std::span<const std::uint8_t> bytes, std::size_t from);

}  // namespace village::node::audio
