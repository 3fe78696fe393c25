// PCM becomes the finished file that nodes keep: Ogg Opus (RFC 7845), mono, 24 kbit/s, 20 ms frames, by libopusenc. The
// same samples give the same bytes (fixed stream serial), so the same sound has one content hash and is fetched once.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "scheduler/domain/error.hpp"

namespace village::media {

struct OpusWriterOptions {
    int bitrate_bps = 24'000;
    int complexity = 8;
};

class OpusFileWriter {
public:
    explicit OpusFileWriter(const OpusWriterOptions& options = {});
    ~OpusFileWriter();
    OpusFileWriter(const OpusFileWriter&) = delete;
    OpusFileWriter& operator=(const OpusFileWriter&) = delete;

    domain::Status write(std::span<const float> samples);
    /// Ends the stream and hands the file over; the writer is used up.
    domain::Result<std::vector<std::uint8_t>> finish();

private:
    struct Encoder;
    std::unique_ptr<Encoder> encoder_;
};

}  // namespace village::media
