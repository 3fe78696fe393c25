// Reads an Ogg Opus file packet by packet, from memory, believing nothing: page checksums, lengths and counts are
// checked, and every loop is bounded by the bytes there are. Mono and stereo, mapping family 0, one stream. The live
// thread and the tests use it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scheduler/domain/error.hpp"

struct OpusDecoder;

namespace village::media {

/// What OpusHead says (RFC 7845, 5.1).
struct OpusFileHead {
    std::uint8_t channels = 1;
    std::uint16_t pre_skip = 0;  ///< Samples at 48 kHz to drop at the beginning.
    std::uint32_t input_rate_hz = 0;
    std::int16_t gain_q8 = 0;  ///< Output gain in 1/256 dB.
};

struct OpusPacket {
    std::span<const std::uint8_t> bytes;  ///< Valid until the next call.
    std::uint32_t samples = 0;            ///< At 48 kHz.
};

class OpusFileReader {
public:
    /// `malformed` if the two headers are not there. The bytes stay the caller's and must outlive the reader.
    static domain::Result<OpusFileReader> open(std::span<const std::uint8_t> file);

    const OpusFileHead& head() const { return head_; }
    /// Samples to be heard, by the last page's granule position; nothing if no page tells or one is damaged.
    std::optional<std::uint64_t> total_samples() const;
    /// The next packet, nothing at the end, `malformed` if the file is damaged there.
    domain::Result<std::optional<OpusPacket>> next();

private:
    struct Page;

    explicit OpusFileReader(std::span<const std::uint8_t> file) : file_(file) {}
    domain::Result<Page> read_page(std::size_t at) const;
    domain::Status enter_next_page();
    /// Into `packet_`; false at the end.
    domain::Result<bool> next_packet(std::size_t bytes_max);
    domain::Status read_headers();

    std::span<const std::uint8_t> file_;
    OpusFileHead head_{};
    std::optional<std::uint32_t> serial_{};
    std::size_t page_at_ = 0;  ///< Where the next page begins.
    std::uint32_t next_sequence_ = 0;
    bool continues_ = false;  ///< The packet being read goes on in the next page.
    bool last_page_ = false;
    std::span<const std::uint8_t> lacing_{};
    std::span<const std::uint8_t> body_{};
    std::vector<std::uint8_t> packet_{};
};

/// The sound of such a file, decoded, mixed to mono, header gain and pre-skip applied, trimmed at the end.
class OpusFileDecoder {
public:
    static domain::Result<OpusFileDecoder> open(std::span<const std::uint8_t> file);
    OpusFileDecoder(OpusFileDecoder&&) noexcept;
    OpusFileDecoder& operator=(OpusFileDecoder&&) noexcept;
    ~OpusFileDecoder();

    const OpusFileReader& reader() const { return reader_; }
    /// The next samples (up to 120 ms); empty at the end. Valid until the next call.
    domain::Result<std::span<const float>> next();

private:
    struct Free {
        void operator()(OpusDecoder* decoder) const;
    };

    OpusFileDecoder(OpusFileReader reader, OpusDecoder* decoder);

    OpusFileReader reader_;
    std::unique_ptr<OpusDecoder, Free> decoder_;
    std::vector<float> decoded_{};
    std::uint64_t to_skip_ = 0;
    std::uint64_t left_ = 0;
};

/// A finished file, at most 64 MB (two hours are 22), into memory. `not_found`, `too_large`, `storage_failed`.
domain::Result<std::vector<std::uint8_t>> read_opus_file(const std::string& path);

/// All of it; for tests and short files.
domain::Result<std::vector<float>> decode_opus_file(std::span<const std::uint8_t> file);

}  // namespace village::media
