#include "controller/media/limiter.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace village::media {
namespace {

constexpr std::size_t look_ahead = 240;                        // 5 ms at 48 kHz.
constexpr std::size_t interpolator_delay = 6;                  // Half the interpolator's window.
constexpr float release_per_sample = 1.0F / (0.15F * 48'000);  // About 150 ms back to full gain.
constexpr std::size_t taps = 12;
constexpr std::size_t phases = 4;

// Three phases between two samples, each a windowed sinc of twelve taps (the fourth is the sample itself).
std::array<std::array<float, taps>, phases - 1> make_interpolator() {
    std::array<std::array<float, taps>, phases - 1> filter{};
    for (std::size_t phase = 1; phase < phases; ++phase) {
        double sum = 0;
        for (std::size_t tap = 0; tap < taps; ++tap) {
            const double x = static_cast<double>(tap) - 5.0 - static_cast<double>(phase) / phases;
            const double window = 0.5 + 0.5 * std::cos(std::numbers::pi * x / 6.5);
            const double value = std::sin(std::numbers::pi * x) / (std::numbers::pi * x) * window;
            filter[phase - 1][tap] = static_cast<float>(value);
            sum += value;
        }
        for (float& value : filter[phase - 1]) value /= static_cast<float>(sum);
    }
    return filter;
}
const auto interpolator = make_interpolator();

}  // namespace

Limiter::Limiter(double ceiling_dbtp)
    : ceiling_(static_cast<float>(std::pow(10.0, ceiling_dbtp / 20))),
      waiting_(look_ahead + interpolator_delay, 0.0F),
      smoothing_(look_ahead, 1.0F),
      smoothing_sum_(look_ahead) {}

std::size_t Limiter::delay_samples() const { return waiting_.size(); }

// The highest of the sample in the middle of the window and the three points between it and the next.
float Limiter::peak_around_newest() const {
    float peak = std::abs(history_[5]);
    for (const auto& phase : interpolator) {
        float value = 0;
        for (std::size_t tap = 0; tap < taps; ++tap) value += history_[tap] * phase[tap];
        peak = std::max(peak, std::abs(value));
    }
    return peak;
}

// The lowest gain asked for within the look-ahead; candidates that a newer, lower one makes pointless are dropped.
float Limiter::lowest_ahead(float gain) {
    while (!lowest_.empty() && lowest_.back().gain >= gain) lowest_.pop_back();
    lowest_.push_back({position_, gain});
    if (lowest_.front().position + look_ahead < position_) lowest_.pop_front();
    return lowest_.front().gain;
}

void Limiter::process(std::span<float> samples) {
    for (float& sample : samples) {
        std::shift_left(history_.begin(), history_.end(), 1);
        history_.back() = sample;
        const float peak = peak_around_newest();
        const float wanted = lowest_ahead(peak > ceiling_ ? ceiling_ / peak : 1.0F);
        released_ = std::min(wanted, released_ + (1.0F - released_) * release_per_sample);

        // The mean over the look-ahead turns steps into ramps and is never above the lowest gain when the peak arrives.
        float& oldest_gain = smoothing_[position_ % look_ahead];
        smoothing_sum_ += static_cast<double>(released_) - static_cast<double>(oldest_gain);
        oldest_gain = released_;
        float& oldest = waiting_[position_ % waiting_.size()];
        const float output = oldest * static_cast<float>(smoothing_sum_ / look_ahead);
        oldest = sample;
        sample = std::clamp(output, -ceiling_, ceiling_);
        ++position_;
    }
}

}  // namespace village::media
