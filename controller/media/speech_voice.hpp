// A voice that reads Vietnamese text. Today's is espeak-ng in its own process (village-speech); better voices implement
// the same interface. Blocks: worker thread only.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

#include "controller/media/pcm_file.hpp"
#include "controller/media/work_control.hpp"

namespace village::media {

struct SpeechRequest {
    std::string text;    ///< UTF-8, at most 20,000 characters.
    double speed = 1.0;  ///< 0.5 to 2; 1 is the calm pace for horns in the open.
};

class SpeechVoice {
public:
    virtual ~SpeechVoice() = default;
    /// "Giọng máy miền Bắc (espeak-ng)": shown beside what it read.
    virtual std::string_view display_name() const = 0;
    /// Errors: invalid_argument (not UTF-8, nothing to say, wrong speed), too_long, speech_failed, timed_out,
    /// unavailable, disk_full, cancelled.
    virtual domain::Result<PcmFile> speak(const SpeechRequest& request, const WorkControl& control) = 0;
};

struct EspeakOptions {
    std::filesystem::path program;  ///< village-speech.
    std::filesystem::path work_folder;
    std::chrono::milliseconds time_limit{std::chrono::minutes{5}};
};

class EspeakVoice : public SpeechVoice {
public:
    explicit EspeakVoice(EspeakOptions options) : options_(std::move(options)) {}
    std::string_view display_name() const override;
    domain::Result<PcmFile> speak(const SpeechRequest& request, const WorkControl& control) override;

private:
    EspeakOptions options_;
};

/// Is it something a voice can read? The same rule for every voice, and for the page before it sends.
domain::Status check_speech_text(std::string_view text);

}  // namespace village::media
