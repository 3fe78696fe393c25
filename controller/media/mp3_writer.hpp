// PCM becomes what a browser plays: MP3, mono, 48 kHz, constant bit rate, by libmp3lame. The first frame tells players the length
// and how many samples the encoder added at both ends. Goes to a file as it is made: two hours are 58 MB.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "controller/media/temporary_file.hpp"

namespace village::media {

struct Mp3WriterOptions {
    int bitrate_kbps = 64;
    int quality = 5;  ///< 0 is best and slowest, 9 fastest.
};

class Mp3FileWriter {
public:
    /// `file` is empty and outlives the writer.
    explicit Mp3FileWriter(TemporaryFile& file, const Mp3WriterOptions& options = {});
    ~Mp3FileWriter();
    Mp3FileWriter(const Mp3FileWriter&) = delete;
    Mp3FileWriter& operator=(const Mp3FileWriter&) = delete;

    domain::Status write(std::span<const float> samples);
    /// Ends the file; the writer is used up.
    domain::Status finish();

private:
    struct Encoder;  ///< libmp3lame's state.

    domain::Status keep(int count);

    TemporaryFile& file_;
    std::unique_ptr<Encoder> encoder_;
    std::vector<std::uint8_t> frames_{};
};

}  // namespace village::media
