// Reads Opus packets out of an Ogg Opus file (RFC 7845) by position: one logical stream, mono, as our media pipeline writes
// them. Holds one page; every size is bounded; what does not fit is `audio_unreadable`.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "node-firmware/audio/ogg_page.hpp"
#include "node-firmware/audio/sample_source.hpp"

namespace village::node::audio {

struct OpusPacket {
    std::int64_t starts_at = 0;  ///< Sample position of its first sample; below 0 inside the pre-skip.
    std::int64_t samples = 0;    ///< At 48 kHz, from its table of contents.
    std::vector<std::uint8_t> bytes;
};

class OggOpusReader {
public:
    static constexpr std::size_t packet_bytes_max = 61'440;  ///< 120 ms of the largest frames (RFC 7845, section 6).
    static constexpr std::size_t header_pages_max = 64;      ///< Tags with a cover picture still fit.

    static domain::Result<OggOpusReader> open(ByteSource bytes);

    /// The next packet, or nothing at the end.
    domain::Result<std::optional<OpusPacket>> next();
    /// The next packet will be the last one that starts at or before `sample`, or an earlier one.
    domain::Status seek(std::int64_t sample);

    std::int64_t samples() const { return samples_; }
    double gain() const { return gain_; }  ///< Factor from the header's output gain.

private:
    explicit OggOpusReader(ByteSource bytes) : bytes_(std::move(bytes)) {}
    domain::Status read_headers();
    domain::Status find_end();
    /// Loads the page at or after `offset` of our stream; false at the end of the file.
    domain::Result<bool> load_page(std::uint64_t offset);
    void take_packets();
    /// After a seek into a page that begins with the rest of a packet: its own granule says where it is.
    void place_by_granule();
    domain::Error unreadable(const char* why) const;

    ByteSource bytes_;
    std::vector<std::uint8_t> window_;
    OggPage page_;  ///< Points into `window_`.
    std::uint64_t page_at_ = 0;
    std::uint64_t next_page_at_ = 0;
    std::uint64_t first_page_at_ = 0;  ///< Of audio.
    std::optional<std::uint32_t> serial_;
    std::int64_t pre_skip_ = 0;
    std::int64_t samples_ = 0;
    double gain_ = 1;
    std::vector<std::uint8_t> unfinished_;
    std::vector<std::vector<std::uint8_t>> packets_;  ///< Of the present page, those not given yet from `packet_at_`.
    std::size_t packet_at_ = 0;
    bool sought_ = false;        ///< No packet was taken since.
    std::int64_t position_ = 0;  ///< Of the next packet, pre-skip taken off.
};

}  // namespace village::node::audio
