#include "node-firmware/playout/drift_control.hpp"

#include <algorithm>

namespace village::node::playout {
namespace {
constexpr double smoothing_s = 1.0;     // Measurements of a device's delay jitter by milliseconds.
constexpr double proportional_s = 8.0;  // An error is worked off with this time constant ...
constexpr double integral_s = 60.0;     // ... and what keeps coming back is learnt with this one.
}  // namespace

bool DriftControl::is_astray(domain::Duration behind, domain::Duration elapsed) {
    const bool is_behind = behind > domain::Duration::zero();
    const bool goes_on = std::chrono::abs(behind) > astray && is_behind == was_behind_;
    astray_time_ = goes_on ? astray_time_ + elapsed : domain::Duration::zero();
    was_behind_ = is_behind;
    return astray_time_ >= astray_for;
}

std::optional<double> DriftControl::correct(domain::Duration behind, domain::Duration elapsed) {
    if (is_astray(behind, elapsed)) {
        astray_time_ = domain::Duration::zero();
        primed_ = false;
        return std::nullopt;
    }
    const double seconds = std::clamp(static_cast<double>(elapsed.count()) * 1e-6, 0.0, 1.0);
    const double error_us = static_cast<double>(behind.count());
    smoothed_us_ = primed_ ? smoothed_us_ + (error_us - smoothed_us_) * std::min(1.0, seconds / smoothing_s) : error_us;
    primed_ = true;
    // One microsecond in a second is one ppm.
    // A clock that was set says nothing about the device.
    const double lesson = std::chrono::abs(behind) > astray ? 0 : smoothed_us_ / proportional_s * seconds / integral_s;
    learnt_ppm_ = std::clamp(learnt_ppm_ + lesson, -ratio_max_ppm, ratio_max_ppm);
    ppm_ = std::clamp(smoothed_us_ / proportional_s + learnt_ppm_, -ratio_max_ppm, ratio_max_ppm);
    return ppm_;
}

}  // namespace village::node::playout
