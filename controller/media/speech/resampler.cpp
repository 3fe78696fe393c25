#include "controller/media/speech/resampler.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace village::media {
namespace {

constexpr std::size_t taps = 32;
constexpr double passband = 0.94;  // Of the lower Nyquist frequency; the rest is the filter's slope.

double sinc(double x) { return x == 0 ? 1 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x); }

// Blackman: side lobes 58 dB down, below what a 16 bit voice carries as noise.
double window(double x) { return 0.42 + 0.5 * std::cos(2 * std::numbers::pi * x) + 0.08 * std::cos(4 * std::numbers::pi * x); }

}  // namespace

Resampler::Resampler(int from_hz, int to_hz) {
    const int common = std::gcd(from_hz, to_hz);
    up_ = static_cast<std::size_t>(to_hz / common);
    down_ = static_cast<std::size_t>(from_hz / common);
    const double cutoff = passband * std::min(1.0, static_cast<double>(to_hz) / from_hz);
    filter_.resize(up_ * taps);
    for (std::size_t phase = 0; phase < up_; ++phase) {
        for (std::size_t tap = 0; tap < taps; ++tap) {
            const double distance =
                static_cast<double>(tap) - (taps / 2.0 - 1) - static_cast<double>(phase) / static_cast<double>(up_);
            filter_[phase * taps + tap] = static_cast<float>(cutoff * sinc(cutoff * distance) * window(distance / taps));
        }
    }
    window_.assign(taps / 2 - 1, 0.0F);
}

std::int16_t Resampler::at(std::size_t first, std::size_t phase) const {
    const auto* input = window_.data() + first;
    const float sum = std::inner_product(input, input + taps, filter_.data() + phase * taps, 0.0F);
    return static_cast<std::int16_t>(std::lround(std::clamp(sum, -32768.0F, 32767.0F)));
}

std::vector<std::int16_t> Resampler::process(std::span<const std::int16_t> input) {
    window_.insert(window_.end(), input.begin(), input.end());
    std::vector<std::int16_t> output;
    std::size_t first = 0;
    while (first + taps <= window_.size()) {
        output.push_back(at(first, phase_));
        phase_ += down_;
        first += phase_ / up_;
        phase_ %= up_;
    }
    // Downward the step may lie beyond what has arrived; upward it never does.
    const auto used = std::min(first, window_.size());
    window_.erase(window_.begin(), window_.begin() + static_cast<std::ptrdiff_t>(used));
    return output;
}

std::vector<std::int16_t> Resampler::flush() {
    const std::vector<std::int16_t> silence(taps / 2, 0);
    return process(silence);
}

}  // namespace village::media
