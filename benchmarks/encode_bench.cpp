// Encoding for storage: at least 40 times real time, loudness within 1 LU of the target, true peak at most -1 dBTP. The
// whole way is timed on one core (silence check, loudness, limiter, Opus, decoding and measuring again), on two minutes of
// speech-like sound; so is the listening copy that follows (decoding, MP3, waveform).
#include <chrono>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <random>

#include "benchmarks/child.hpp"
#include "benchmarks/promise.hpp"
#include "controller/media/finish.hpp"
#include "controller/media/listening_copy.hpp"

namespace {

using namespace village;
using benchmarks::Bound;
using benchmarks::promise;

constexpr double sound_seconds = 120;
constexpr double speed_target = 40;
constexpr double target_lufs = -16, tolerance_lu = 1;
constexpr double true_peak_max_dbtp = -1;

// Syllables of a gliding pitch with overtones and breath, pauses between sentences: neither silence nor a plain tone is
// fair.
std::vector<media::Sample> speech_like() {
    std::vector<media::Sample> sound(static_cast<std::size_t>(sound_seconds * media::sample_rate_hz));
    std::mt19937 random(1);
    double phase = 0;
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const double t = static_cast<double>(i) / media::sample_rate_hz;
        const double syllable = std::pow(std::abs(std::sin(t * 8)), 2) * (std::fmod(t, 7) < 6 ? 1 : 0);
        phase += 2 * std::numbers::pi * (140 + 60 * std::sin(t * 3)) / media::sample_rate_hz;
        double value = (static_cast<double>(random() % 2001) / 1000 - 1) * 0.1;
        for (int overtone = 1; overtone <= 12; ++overtone) value += std::sin(phase * overtone) / overtone;
        sound[i] = static_cast<media::Sample>(std::lround(value * syllable * 6000));
    }
    return sound;
}

struct Encoded {
    domain::AudioContent content;
    double ours_seconds = 0;
    double copy_seconds = 0;
    std::optional<double> opusenc_seconds;
    std::string failure;
};

/// GStreamer's encoder on the same sound: neither loudness nor a look at what came out.
std::optional<double> opusenc_seconds(const media::PcmFile& pcm) {
    const auto file = "location=/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(pcm.descriptor());
    return benchmarks::cpu_seconds_of({"gst-launch-1.0", "-q", "filesrc", file, "!", "rawaudioparse", "num-channels=1",
                                       "sample-rate=48000", "!", "opusenc", "bitrate=24000", "!", "oggmux", "!", "fakesink"});
}

Encoded encode() {
    Encoded encoded;
    auto pcm = media::PcmFile::create(std::filesystem::temp_directory_path());
    if (!pcm || !pcm->append(speech_like())) {
        encoded.failure = "no temporary file can be made";
        return encoded;
    }
    const double before = benchmarks::cpu_seconds(CLOCK_PROCESS_CPUTIME_ID);
    const auto audio = media::finish_audio(*pcm, {}, media::WorkControl{});
    encoded.ours_seconds = benchmarks::cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - before;
    encoded.opusenc_seconds = opusenc_seconds(*pcm);
    if (!audio) {
        encoded.failure = audio.error().detail;
        return encoded;
    }
    encoded.content = audio->content;
    const double before_copy = benchmarks::cpu_seconds(CLOCK_PROCESS_CPUTIME_ID);
    const auto copy = media::make_listening_copy(audio->file, std::filesystem::temp_directory_path(), media::WorkControl{});
    encoded.copy_seconds = benchmarks::cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - before_copy;
    if (!copy) encoded.failure = copy.error().detail;
    else std::filesystem::remove(copy->path);
    return encoded;
}

/// Once for all promises.
const Encoded& encoded() {
    static const Encoded once = encode();
    return once;
}

void speed(benchmark::State& state) {
    for (auto _ : state) encoded();
    const auto& result = encoded();
    if (!result.failure.empty()) return state.SkipWithError(result.failure.c_str());
    const auto* unit = "x real time on one core";
    promise(state, sound_seconds / result.ours_seconds, Bound::at_least, speed_target, unit);
    if (result.opusenc_seconds) benchmarks::beside(state, sound_seconds / *result.opusenc_seconds, "opusenc alone", unit);
}
BENCHMARK(speed)->Name("encode for storage")->Iterations(1)->Unit(benchmark::kMillisecond);

void copy_speed(benchmark::State& state) {
    for (auto _ : state) encoded();
    if (!encoded().failure.empty()) return state.SkipWithError(encoded().failure.c_str());
    promise(state, sound_seconds / encoded().copy_seconds, Bound::at_least, speed_target, "x real time on one core");
}
BENCHMARK(copy_speed)->Name("listening copy")->Iterations(1)->Unit(benchmark::kMillisecond);

void loudness(benchmark::State& state) {
    for (auto _ : state) encoded();
    if (!encoded().failure.empty()) return state.SkipWithError(encoded().failure.c_str());
    promise(state, std::abs(encoded().content.loudness_lufs - target_lufs), Bound::at_most, tolerance_lu, "LU");
}
BENCHMARK(loudness)->Name("loudness after decoding, away from -16 LUFS")->Iterations(1)->Unit(benchmark::kMillisecond);

void true_peak(benchmark::State& state) {
    for (auto _ : state) encoded();
    if (!encoded().failure.empty()) return state.SkipWithError(encoded().failure.c_str());
    promise(state, encoded().content.true_peak_dbtp, Bound::at_most, true_peak_max_dbtp, "dBTP");
}
BENCHMARK(true_peak)->Name("true peak after decoding")->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
