// The one door of this room for jobs: an upload, a text or an emergency template becomes finished audio. Blocks for as
// long as it takes (bounded); used by one worker thread. What it makes on the way has no name and vanishes with the
// call.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "controller/media/finish.hpp"
#include "controller/media/speech_voice.hpp"
#include "controller/ports/media.hpp"

namespace village::media {

struct WorkshopOptions {
    std::filesystem::path decoder;      ///< village-decoder.
    std::filesystem::path speech;       ///< village-speech.
    std::filesystem::path work_folder;  ///< On a disk with 700 MB free for a two-hour upload; made if it is not there.
    double speech_speed = 1.0;
    FinishOptions finish{};
};

class Workshop : public ports::MediaWorkshop {
public:
    explicit Workshop(WorkshopOptions options);
    /// With another voice than espeak-ng.
    Workshop(WorkshopOptions options, std::unique_ptr<SpeechVoice> voice);

    domain::Result<ports::PreparedAudio> prepare_file(const std::string& path, const ports::Progress& progress) override;
    domain::Result<ports::PreparedAudio> prepare_text(const std::string& text, const ports::Progress& progress) override;
    /// The first word comes ≤ 7 s after the tone begins: `invalid_argument` if the template's tone is longer than 6.5
    /// s. A template without tone and siren (all clear) is its sentence twice.
    domain::Result<ports::PreparedAudio> prepare_emergency(const domain::EmergencyTemplate& emergency_template,
                                                           const std::string& sentence, const ports::Progress& progress) override;
    domain::Result<ports::ListeningCopy> make_listening_copy(const std::string& opus_path,
                                                             const ports::Progress& progress) override;
    /// Removes from the work folder what no work touched for so long; a new workshop removes everything.
    void clear_leftovers(std::chrono::hours untouched) const;

private:
    domain::Result<ports::PreparedAudio> finish(const PcmFile& pcm, const WorkControl& control) const;

    WorkshopOptions options_;
    std::unique_ptr<SpeechVoice> voice_;
};

}  // namespace village::media
