// The last step for everything that will sound from a pole: loudness to target, true peak held, Ogg Opus, measured
// again after decoding, because the codec itself moves peaks. Blocks: worker thread only.
#pragma once

#include <cstdint>
#include <vector>

#include "controller/media/loudness.hpp"
#include "controller/media/opus_writer.hpp"
#include "controller/media/pcm_file.hpp"
#include "controller/media/work_control.hpp"
#include "scheduler/domain/content.hpp"

namespace village::media {

struct FinishOptions {
    double target_lufs = -16.0;  ///< Loud enough for horns, quiet enough to leave speech its dynamics (as podcasts).
    double true_peak_max_dbtp = -1.0;
    double gain_max_db = 40.0;  ///< What is quieter than that stays quieter: the rest would be noise.
    OpusWriterOptions opus{};
};

struct FinishedAudio {
    domain::AudioContent content;    ///< Loudness and peak as measured on the decoded file.
    std::vector<std::uint8_t> file;  ///< Ogg Opus.
};

/// Errors: audio_empty, audio_silent, storage_failed, cancelled, internal.
domain::Result<FinishedAudio> finish_audio(const PcmFile& pcm, const FinishOptions& options, const WorkControl& control);

}  // namespace village::media
