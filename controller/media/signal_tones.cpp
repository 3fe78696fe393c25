#include "controller/media/signal_tones.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace village::media {
namespace {

constexpr double level = 0.25;         // About -16 LUFS: as loud as the voice beside it.
constexpr double fade_seconds = 0.02;  // A horn driver clicks without it.
constexpr double turn = 2 * std::numbers::pi;

// A horn carries 400 to 4,000 Hz: a third of the second harmonic makes the pitch clear where the horn is weakest.
double voice_of(double phase) { return std::sin(phase) * 0.8 + std::sin(2 * phase) * 0.25; }

double fade(double t, double seconds) {
    const double edge = std::min({t, seconds - t, fade_seconds});
    return edge >= fade_seconds ? 1 : 0.5 - 0.5 * std::cos(std::numbers::pi * edge / fade_seconds);
}

// A sound whose pitch at time t is `pitch_hz(t)`: the phase is summed, so that it never jumps.
template <class Pitch>
std::vector<Sample> glide(double seconds, Pitch pitch_hz) {
    std::vector<Sample> samples(static_cast<std::size_t>(std::lround(seconds * sample_rate_hz)));
    double phase = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double t = static_cast<double>(i) / sample_rate_hz;
        samples[i] = static_cast<Sample>(std::lround(voice_of(phase) * level * fade(t, seconds) * 32767));
        phase = std::fmod(phase + turn * pitch_hz(t) / sample_rate_hz, turn);
    }
    return samples;
}

std::vector<Sample> sound_of(const domain::SirenStep& step) {
    if (step.sound == "tone") return attention_tone(step.seconds);
    if (step.sound == "siren") return siren(step.seconds);
    return silence(step.seconds);
}

}  // namespace

std::vector<Sample> attention_tone(double seconds) {
    return glide(seconds, [](double t) { return std::fmod(t, 0.5) < 0.25 ? 750.0 : 1000.0; });
}

std::vector<Sample> siren(double seconds) {
    return glide(seconds, [](double t) { return 850 - 350 * std::cos(turn * t / 4); });
}

std::vector<Sample> silence(double seconds) {
    return std::vector<Sample>(static_cast<std::size_t>(std::lround(seconds * sample_rate_hz)), 0);
}

domain::Status append_signal(PcmFile& pcm, const std::vector<domain::SirenStep>& steps) {
    if (auto status = domain::check_signal(steps); !status) return status;
    for (const auto& step : steps)
        if (auto status = pcm.append(sound_of(step)); !status) return status;
    return {};
}

}  // namespace village::media
