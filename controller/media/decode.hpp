// What people upload becomes PCM: village-decoder is given the file as its standard input and writes samples, in its
// own limited process. Blocks: worker thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include "controller/media/pcm_file.hpp"
#include "controller/media/work_control.hpp"

namespace village::media {

inline constexpr std::uint64_t upload_bytes_max = 300'000'000;
inline constexpr std::chrono::hours upload_duration_max{2};  ///< Held by the decoder itself.

struct DecodeOptions {
    std::filesystem::path decoder;      ///< village-decoder.
    std::filesystem::path work_folder;  ///< Where the samples lie meanwhile (up to 690 MB).
    std::chrono::milliseconds time_limit{std::chrono::minutes{15}};
    bool accept_truncated = false;  ///< The person was asked and wants what is there.
};

struct DecodedAudio {
    PcmFile pcm;
    std::string format;  ///< "mp3", "m4a", "ogg"...: for people.
};

/// Errors: not_found, too_large, audio_unreadable, audio_empty, audio_truncated, audio_too_long, disk_full, timed_out,
/// unavailable (the decoder is missing or crashed at start), cancelled. The upload itself is never changed.
domain::Result<DecodedAudio> decode_file(const std::filesystem::path& upload, const DecodeOptions& options,
                                         const WorkControl& control);

}  // namespace village::media
