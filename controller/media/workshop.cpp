#include "controller/media/workshop.hpp"

#include <algorithm>
#include <cmath>

#include "controller/media/decode.hpp"
#include "controller/media/listening_copy.hpp"
#include "controller/media/opus_reader.hpp"
#include "controller/media/signal_tones.hpp"
#include "controller/media/temporary_file.hpp"

namespace village::media {
namespace {

using domain::Error;
using domain::ErrorCode;

constexpr double breath_seconds = 0.3;
constexpr Sample speech_threshold = 300;  // -40 dBFS: where a voice begins.

// A voice takes a moment before its first sound; in an emergency that moment is dropped.
std::vector<Sample> without_silent_edges(const std::vector<Sample>& speech) {
    const auto loud = [](Sample sample) { return sample > speech_threshold || sample < -speech_threshold; };
    const auto first = std::find_if(speech.begin(), speech.end(), loud);
    const auto last = std::find_if(speech.rbegin(), speech.rend(), loud).base();
    constexpr std::ptrdiff_t margin = sample_rate_hz / 50;
    if (first >= last) return speech;
    return {std::max(speech.begin(), first - std::min(margin, first - speech.begin())),
            last + std::min(margin, speech.end() - last)};
}

// The tones are made at their final loudness; the voice is brought to the same before they are joined.
domain::Result<std::vector<Sample>> levelled(const PcmFile& speech, double target_lufs, const WorkControl& control) {
    const auto loudness = measure_loudness(speech, control);
    if (!loudness) return loudness.error();
    auto samples = speech.read_all();
    if (!samples) return samples.error();
    const double gain = std::pow(10.0, (target_lufs - loudness->integrated_lufs) / 20);
    for (Sample& sample : *samples) sample = static_cast<Sample>(std::clamp(std::lround(sample * gain), -32768L, 32767L));
    return without_silent_edges(*samples);
}

domain::Status append_all(PcmFile& pcm, const std::vector<domain::SirenStep>& attention, const std::vector<Sample>& sentence,
                          const std::vector<domain::SirenStep>& siren) {
    const auto breath = silence(breath_seconds);
    if (auto status = append_signal(pcm, attention); !status) return status;
    for (const auto* part : {&breath, &sentence, &breath})
        if (auto status = pcm.append(*part); !status) return status;
    if (auto status = append_signal(pcm, siren); !status) return status;
    for (const auto* part : {&breath, &sentence})
        if (auto status = pcm.append(*part); !status) return status;
    return {};
}

std::unique_ptr<SpeechVoice> espeak_of(const WorkshopOptions& options) {
    return std::make_unique<EspeakVoice>(EspeakOptions{.program = options.speech, .work_folder = options.work_folder});
}

}  // namespace

Workshop::Workshop(WorkshopOptions options) : options_(std::move(options)), voice_(espeak_of(options_)) {
    std::error_code ignored;  // Without the folder the first job says so, naming it.
    std::filesystem::create_directories(options_.work_folder, ignored);
    clear_leftovers(std::chrono::hours{0});
}

Workshop::Workshop(WorkshopOptions options, std::unique_ptr<SpeechVoice> voice)
    : options_(std::move(options)), voice_(std::move(voice)) {}

void Workshop::clear_leftovers(std::chrono::hours untouched) const {
    std::error_code ignored;
    const auto youngest = std::filesystem::file_time_type::clock::now() - untouched;
    for (const auto& entry : std::filesystem::directory_iterator(options_.work_folder, ignored))
        if (entry.last_write_time(ignored) <= youngest) std::filesystem::remove(entry.path(), ignored);
}

domain::Result<ports::PreparedAudio> Workshop::prepare_file(const std::string& path, const ports::Progress& progress) {
    const WorkControl control(progress);
    const auto decoded =
        decode_file(path, {.decoder = options_.decoder, .work_folder = options_.work_folder}, control.part("decoding", 0, 0.3));
    if (!decoded) return decoded.error();
    return finish(decoded->pcm, control.part("levelling", 0.3, 1));
}

domain::Result<ports::PreparedAudio> Workshop::prepare_text(const std::string& text, const ports::Progress& progress) {
    const WorkControl control(progress);
    const auto speech = voice_->speak({.text = text, .speed = options_.speech_speed}, control.part("speaking", 0, 0.3));
    if (!speech) return speech.error();
    return finish(*speech, control.part("levelling", 0.3, 1));
}

domain::Result<ports::PreparedAudio> Workshop::prepare_emergency(const domain::EmergencyTemplate& emergency_template,
                                                                 const std::string& sentence, const ports::Progress& progress) {
    if (auto signals = domain::check_signals(emergency_template); !signals) return signals.error();
    const WorkControl control(progress);
    const auto speech = voice_->speak({.text = sentence, .speed = options_.speech_speed}, control.part("speaking", 0, 0.3));
    if (!speech) return speech.error();
    const auto words = levelled(*speech, options_.finish.target_lufs, control.part("levelling", 0.3, 0.35));
    if (!words) return words.error();
    auto pcm = PcmFile::create(options_.work_folder);
    if (!pcm) return pcm.error();
    if (auto status = append_all(*pcm, emergency_template.attention, *words, emergency_template.siren); !status)
        return status.error();
    return finish(*pcm, control.part("levelling", 0.35, 1));
}

domain::Result<ports::ListeningCopy> Workshop::make_listening_copy(const std::string& opus_path,
                                                                   const ports::Progress& progress) {
    const auto opus = read_opus_file(opus_path);
    if (!opus) return opus.error();
    return media::make_listening_copy(*opus, options_.work_folder, WorkControl(progress).part("encoding", 0, 1));
}

domain::Result<ports::PreparedAudio> Workshop::finish(const PcmFile& pcm, const WorkControl& control) const {
    auto audio = finish_audio(pcm, options_.finish, control);
    if (!audio) return audio.error();
    auto file = TemporaryFile::create(options_.work_folder, ".opus");
    if (!file) return file.error();
    if (auto written = file->append(audio->file); !written) return written.error();
    return ports::PreparedAudio{.content = audio->content, .path = file->hand_over()};
}

}  // namespace village::media
