#include "controller/media/loudness.hpp"

#include <ebur128.h>

#include <algorithm>
#include <cmath>

#include "controller/media/sample_blocks.hpp"

namespace village::media {
namespace {

constexpr std::size_t gating_block_samples = 400 * sample_rate_hz / 1000;
constexpr double quietest_lufs = -70;
constexpr double quietest_dbtp = -120;

int mode_of(MeterKind kind) {
    return kind == MeterKind::loudness_only ? EBUR128_MODE_I : EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK;
}

double integrated(ebur128_state* state) {
    double lufs = -HUGE_VAL;
    if (ebur128_loudness_global(state, &lufs) != EBUR128_SUCCESS || !std::isfinite(lufs)) return quietest_lufs;
    return lufs;
}

double true_peak(ebur128_state* state) {
    double peak = 0;
    if (ebur128_true_peak(state, 0, &peak) != EBUR128_SUCCESS || peak <= 0) return quietest_dbtp;
    return std::max(quietest_dbtp, 20 * std::log10(peak));
}

}  // namespace

struct LoudnessMeter::Meter {
    explicit Meter(MeterKind kind) : state(ebur128_init(1, sample_rate_hz, mode_of(kind))) {}
    Meter(const Meter&) = delete;
    Meter& operator=(const Meter&) = delete;
    ~Meter() { ebur128_destroy(&state); }

    ebur128_state* state;
};

LoudnessMeter::LoudnessMeter(MeterKind kind) : meter_(std::make_unique<Meter>(kind)) {}
LoudnessMeter::~LoudnessMeter() = default;

void LoudnessMeter::add(std::span<const float> samples) {
    const auto wanted = std::min(samples.size(), gating_block_samples - std::min(gating_block_samples, beginning_.size()));
    beginning_.insert(beginning_.end(), samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(wanted));
    ebur128_add_frames_float(meter_->state, samples.data(), samples.size());
    samples_ += samples.size();
}

Loudness LoudnessMeter::result() {
    // R128 measures in blocks of 400 ms; a shorter piece has none.
    while (samples_ > 0 && samples_ < gating_block_samples) {
        ebur128_add_frames_float(meter_->state, beginning_.data(), beginning_.size());
        samples_ += beginning_.size();
    }
    return {integrated(meter_->state), true_peak(meter_->state)};
}

domain::Result<Loudness> measure_loudness(const PcmFile& pcm, const WorkControl& control) {
    LoudnessMeter meter;
    auto status = for_each_block(pcm, control, [&](std::span<float> block) -> domain::Status {
        meter.add(block);
        return {};
    });
    if (!status) return status.error();
    return meter.result();
}

domain::Status check_audible(const PcmFile& pcm, const WorkControl& control) {
    if (pcm.samples() == 0) return domain::Error{domain::ErrorCode::audio_empty, "there is no sound in it"};
    float highest = 0;
    auto status = for_each_block(pcm, control, [&](std::span<float> block) -> domain::Status {
        for (const float sample : block) highest = std::max(highest, std::abs(sample));
        return {};
    });
    if (!status) return status;
    const auto floor = static_cast<float>(std::pow(10.0, silence_peak_dbfs / 20));
    if (highest <= floor)
        return domain::Error{domain::ErrorCode::audio_silent, "nothing in it is louder than -60 dBFS: check the recording"};
    return {};
}

}  // namespace village::media
