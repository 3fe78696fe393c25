#include "controller/media/opus_reader.hpp"

#include <fmt/format.h>
#include <opus/opus.h>

#include <array>
#include <cstring>
#include <string_view>

namespace village::media {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t page_header_bytes = 27;
constexpr std::size_t tags_bytes_max = 4 * 1024 * 1024;  // Pictures in tags happen.
constexpr std::size_t packet_bytes_max = 61'298;         // RFC 6716: 48 frames of 1275 bytes and their lengths.
constexpr int packet_samples_max = 5760;                 // 120 ms.
constexpr std::uint8_t continued = 1;
constexpr std::uint8_t end_of_stream = 4;
constexpr std::uint64_t no_position = ~std::uint64_t{0};

domain::Error damaged(std::string_view what, std::size_t at) {
    return {domain::ErrorCode::malformed, fmt::format("Ogg Opus: {} at byte {}", what, at)};
}

std::uint64_t little_endian(Bytes bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | bytes[i];
    return value;
}

bool begins_with(Bytes bytes, std::string_view text) {
    return bytes.size() >= text.size() && std::memcmp(bytes.data(), text.data(), text.size()) == 0;
}

// The CRC of RFC 3533: polynomial 0x04C11DB7, from 0, not reflected, its own four bytes taken as 0.
constexpr std::array<std::uint32_t, 256> make_crc_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t crc = i << 24;
        for (int bit = 0; bit < 8; ++bit) crc = crc << 1 ^ (crc & 0x80000000U ? 0x04C11DB7U : 0U);
        table[i] = crc;
    }
    return table;
}
constexpr auto crc_table = make_crc_table();

std::uint32_t crc_of(Bytes page) {
    std::uint32_t crc = 0;
    for (std::size_t i = 0; i < page.size(); ++i) {
        const std::uint8_t byte = i >= 22 && i < 26 ? 0 : page[i];
        crc = crc << 8 ^ crc_table[(crc >> 24 ^ byte) & 0xFF];
    }
    return crc;
}

}  // namespace

struct OpusFileReader::Page {
    std::uint8_t flags;
    std::uint64_t position;
    std::uint32_t serial;
    std::uint32_t sequence;
    Bytes lacing;
    Bytes body;
    std::size_t bytes;
};

domain::Result<OpusFileReader::Page> OpusFileReader::read_page(std::size_t at) const {
    const auto rest = file_.subspan(at);
    if (rest.size() < page_header_bytes) return damaged("the file ends inside a page", at);
    if (!begins_with(rest, "OggS") || rest[4] != 0) return damaged("no page begins", at);
    const std::size_t segments = rest[26];
    if (rest.size() < page_header_bytes + segments) return damaged("the file ends inside a page", at);
    const auto lacing = rest.subspan(page_header_bytes, segments);
    std::size_t body_bytes = 0;
    for (const auto length : lacing) body_bytes += length;
    const auto bytes = page_header_bytes + segments + body_bytes;
    if (rest.size() < bytes) return damaged("the file ends inside a page", at);
    if (crc_of(rest.first(bytes)) != little_endian(rest.subspan(22, 4))) return damaged("a page's checksum is wrong", at);
    return Page{.flags = rest[5],
                .position = little_endian(rest.subspan(6, 8)),
                .serial = static_cast<std::uint32_t>(little_endian(rest.subspan(14, 4))),
                .sequence = static_cast<std::uint32_t>(little_endian(rest.subspan(18, 4))),
                .lacing = lacing,
                .body = rest.subspan(page_header_bytes + segments, body_bytes),
                .bytes = bytes};
}

domain::Status OpusFileReader::enter_next_page() {
    const auto at = page_at_;
    const auto page = read_page(at);
    if (!page) return page.error();
    page_at_ += page->bytes;
    // Pages of another stream in the same file (a picture track) are passed over.
    if (serial_ && page->serial != *serial_) return {};
    if (serial_ && page->sequence != next_sequence_) return damaged("a page is missing", at);
    if (((page->flags & continued) != 0) != continues_) return damaged("a packet is broken between pages", at);
    serial_ = page->serial;
    next_sequence_ = page->sequence + 1;
    last_page_ = (page->flags & end_of_stream) != 0;
    lacing_ = page->lacing;
    body_ = page->body;
    return {};
}

domain::Result<bool> OpusFileReader::next_packet(std::size_t bytes_max) {
    packet_.clear();
    while (true) {
        while (lacing_.empty()) {
            const bool over = last_page_ || page_at_ == file_.size();
            if (over && continues_) return damaged("the last packet is cut", page_at_);
            if (over) return false;
            if (auto status = enter_next_page(); !status) return status.error();
        }
        const std::size_t length = lacing_.front();
        if (packet_.size() + length > bytes_max) return damaged("a packet is too large", page_at_);
        packet_.insert(packet_.end(), body_.begin(), body_.begin() + static_cast<std::ptrdiff_t>(length));
        lacing_ = lacing_.subspan(1);
        body_ = body_.subspan(length);
        continues_ = length == 255;
        if (!continues_) return true;
    }
}

domain::Status OpusFileReader::read_headers() {
    const auto has_head = next_packet(packet_bytes_max);
    if (!has_head) return has_head.error();
    const Bytes head(packet_);
    if (!*has_head || head.size() < 19 || !begins_with(head, "OpusHead")) return damaged("no OpusHead", 0);
    head_ = {.channels = head[9],
             .pre_skip = static_cast<std::uint16_t>(little_endian(head.subspan(10, 2))),
             .input_rate_hz = static_cast<std::uint32_t>(little_endian(head.subspan(12, 4))),
             .gain_q8 = static_cast<std::int16_t>(little_endian(head.subspan(16, 2)))};
    const bool understood = head[8] < 16 && head[18] == 0 && (head_.channels == 1 || head_.channels == 2);
    if (!understood) return damaged("a kind of OpusHead we do not play", 0);
    const auto has_tags = next_packet(tags_bytes_max);
    if (!has_tags) return has_tags.error();
    if (!*has_tags || !begins_with(packet_, "OpusTags")) return damaged("no OpusTags", page_at_);
    return {};
}

domain::Result<OpusFileReader> OpusFileReader::open(Bytes file) {
    OpusFileReader reader(file);
    if (file.empty()) return damaged("the file is empty", 0);
    if (auto status = reader.read_headers(); !status) return status.error();
    return reader;
}

std::optional<std::uint64_t> OpusFileReader::total_samples() const {
    std::optional<std::uint64_t> last;
    for (std::size_t at = 0; at < file_.size();) {
        const auto page = read_page(at);
        if (!page) return std::nullopt;
        at += page->bytes;
        if (page->serial != serial_) continue;
        if (page->position != no_position) last = page->position;
        if (page->flags & end_of_stream) break;
    }
    if (!last || *last < head_.pre_skip) return std::nullopt;
    return *last - head_.pre_skip;
}

domain::Result<std::optional<OpusPacket>> OpusFileReader::next() {
    const auto more = next_packet(packet_bytes_max);
    if (!more) return more.error();
    if (!*more) return std::optional<OpusPacket>{};
    const int samples =
        packet_.empty() ? 0 : opus_packet_get_nb_samples(packet_.data(), static_cast<opus_int32>(packet_.size()), 48'000);
    if (samples <= 0 || samples > packet_samples_max) return damaged("a packet that is not Opus", page_at_);
    return std::optional(OpusPacket{packet_, static_cast<std::uint32_t>(samples)});
}

}  // namespace village::media
