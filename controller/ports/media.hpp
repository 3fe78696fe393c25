// Turning what people have into finished audio. The calls block for as long as the work takes (bounded) and run in a job.
#pragma once

#include <functional>
#include <string>

#include "controller/ports/listening_copy.hpp"
#include "scheduler/domain/content.hpp"
#include "scheduler/domain/emergency.hpp"

namespace village::ports {

struct PreparedAudio {
    domain::AudioContent content;
    std::string path;  ///< Temporary Ogg Opus file; the caller takes it over.
};

/// Told now and then; returning false cancels.
using Progress = std::function<bool(std::uint8_t percent, std::string_view step)>;

class MediaWorkshop {
public:
    virtual ~MediaWorkshop() = default;
    /// Any sound file people have: decoded by village-decoder, levelled, encoded. Errors: audio_*, too_large, timed_out, cancelled.
    virtual domain::Result<PreparedAudio> prepare_file(const std::string& path, const Progress& progress) = 0;
    /// Vietnamese text read aloud by village-speech. Errors: speech_failed, too_long, invalid_argument (not UTF-8, empty).
    virtual domain::Result<PreparedAudio> prepare_text(const std::string& text, const Progress& progress) = 0;
    /// Attention tone → sentence → siren → sentence.
    virtual domain::Result<PreparedAudio> prepare_emergency(const domain::EmergencyTemplate& emergency_template,
                                                            const std::string& sentence, const Progress& progress) = 0;
    /// From a finished Ogg Opus file. Errors: malformed, not_found, storage_failed, disk_full, cancelled, internal.
    virtual domain::Result<ListeningCopy> make_listening_copy(const std::string& opus_path, const Progress& progress) = 0;
};

}  // namespace village::ports
