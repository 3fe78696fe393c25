#include "tests/simulation/media/speech.hpp"

#include <opus/opus.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>

#include "tests/node-firmware/opus_fixture.hpp"

namespace village::simulation::media {
namespace {

using domain::Duration;

constexpr double sample_rate = 48'000;
constexpr std::size_t packet_samples = 1920;
constexpr double lowest_hz = 600, highest_hz = 3200;
constexpr double alarm_hz = 4400, intruder_hz = 3600;
constexpr double level = 0.3;
constexpr int bitrate_bps = 24'000;
/// -60 dB: below it nobody hears anything.
constexpr int audible_peak = 33;
/// Of the pitch that is measured: the codec, and a block that a packet's edge runs through.
constexpr double alarm_tolerance_hz = 200;
/// Where the glide jumps back nothing can be told.
constexpr Duration edge = std::chrono::milliseconds{60};

double seconds(Duration duration) { return static_cast<double>(duration.count()) * 1e-6; }

double glide(Voice voice, double part) {
    const double span = (highest_hz - lowest_hz) * part;
    return voice == Voice::rising ? lowest_hz + span : voice == Voice::falling ? highest_hz - span : intruder_hz;
}

using Packets = std::array<std::vector<std::uint8_t>, speech_packets>;

Packets encode(Voice voice) {
    int error = OPUS_OK;
    // Low delay: every packet is a whole of its own, so that the last one may be followed by the first.
    auto* encoder = opus_encoder_create(48'000, 1, OPUS_APPLICATION_RESTRICTED_LOWDELAY, &error);
    if (error != OPUS_OK) std::abort();
    opus_encoder_ctl(encoder, OPUS_SET_BITRATE(bitrate_bps));
    opus_encoder_ctl(encoder, OPUS_SET_BANDWIDTH(OPUS_BANDWIDTH_NARROWBAND));
    opus_encoder_ctl(encoder, OPUS_SET_PREDICTION_DISABLED(1));
    Packets packets;
    std::array<float, packet_samples> samples{};
    double phase = 0;
    std::size_t at = 0;
    for (auto& packet : packets) {
        for (auto& sample : samples) {
            const double part = static_cast<double>(at++) / static_cast<double>(packet_samples * speech_packets);
            phase += 2 * std::numbers::pi * glide(voice, part) / sample_rate;
            sample = static_cast<float>(level * std::sin(phase));
        }
        packet.resize(1000);
        const auto size = opus_encode_float(encoder, samples.data(), packet_samples, packet.data(), 1000);
        if (size < 0) std::abort();
        packet.resize(static_cast<std::size_t>(size));
    }
    opus_encoder_destroy(encoder);
    return packets;
}

std::vector<std::uint8_t> encode_alarm() {
    std::vector<float> samples(static_cast<std::size_t>(seconds(alarm_time) * sample_rate));
    for (std::size_t at = 0; at < samples.size(); ++at)
        samples[at] =
            static_cast<float>(level * std::sin(2 * std::numbers::pi * alarm_hz * static_cast<double>(at) / sample_rate));
    return test::ogg_opus(samples);
}

}  // namespace

domain::Bytes speech_packet(Voice voice, std::uint64_t index) {
    static const std::array packets{encode(Voice::rising), encode(Voice::falling), Packets{}, encode(Voice::intruder)};
    return packets[static_cast<std::size_t>(voice)][index % speech_packets];
}

domain::Bytes alarm_file() {
    static const auto file = encode_alarm();
    return file;
}

Heard listen(std::span<const std::int16_t> block) {
    Heard heard;
    double first = 0, last = 0;
    int periods = -1;
    for (std::size_t at = 1; at < block.size(); ++at) {
        const double before = block[at - 1], after = block[at];
        heard.is_sound = heard.is_sound || std::abs(after) >= audible_peak;
        if (before >= 0 || after < 0) continue;
        last = static_cast<double>(at) - after / (after - before);
        if (++periods == 0) first = last;
    }
    if (!heard.is_sound || periods < 5) return heard;
    heard.pitch_hz = sample_rate * periods / (last - first);
    heard.middle = Duration{std::llround((first + last) / 2 / sample_rate * 1e6)};
    return heard;
}

std::optional<Duration> ahead_of(Voice voice, double pitch_hz, Duration media) {
    const auto within = Duration{((media % speech_time) + speech_time) % speech_time};
    if (within < edge || within > speech_time - edge) return std::nullopt;
    const double wanted = glide(voice, seconds(within) / seconds(speech_time));
    const double part = (pitch_hz - wanted) / (highest_hz - lowest_hz);
    const auto ahead = Duration{std::llround(part * static_cast<double>(speech_time.count()))};
    return voice == Voice::falling ? -ahead : ahead;
}

bool is_alarm(double pitch_hz) { return std::abs(pitch_hz - alarm_hz) < alarm_tolerance_hz; }

}  // namespace village::simulation::media
