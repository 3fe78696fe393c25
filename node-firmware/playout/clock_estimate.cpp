#include "node-firmware/playout/clock_estimate.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace village::node::playout {
using domain::Duration;
using domain::MonotonicTime;
using domain::UtcTime;

UtcTime ClockSample::utc_at_zero() const {
    const auto theirs = received.time_since_epoch() / 2 + answered.time_since_epoch() / 2;
    return UtcTime{theirs - middle().time_since_epoch()};
}

UtcTime UtcLine::utc_at(MonotonicTime when) const {
    const auto elapsed = when - at;
    const auto skewed = static_cast<std::int64_t>(std::llround(static_cast<double>(elapsed.count()) * skew_ppm * 1e-6));
    return utc + elapsed + Duration{skewed};
}

MonotonicTime UtcLine::monotonic_at(UtcTime when) const {
    const auto elapsed = when - utc;
    const auto skewed =
        static_cast<std::int64_t>(std::llround(static_cast<double>(elapsed.count()) * skew_ppm * 1e-6 / (1 + skew_ppm * 1e-6)));
    return at + elapsed - Duration{skewed};
}

bool ClockEstimate::add(const ClockSample& sample) {
    const auto round_trip = sample.round_trip();
    if (round_trip < Duration{0} || round_trip > std::chrono::seconds{5}) return false;
    if (sample.answered < sample.received) return false;
    if (samples_.size() == samples_max) samples_.pop_front();
    samples_.push_back(sample);
    return true;
}

namespace {

/// The tenth of the samples that was delayed least, at least three.
std::vector<ClockSample> best_of(const std::deque<ClockSample>& samples) {
    std::vector<ClockSample> best(samples.begin(), samples.end());
    std::stable_sort(best.begin(), best.end(),
                     [](const auto& left, const auto& right) { return left.round_trip() < right.round_trip(); });
    best.resize(std::min(best.size(), std::max<std::size_t>(3, best.size() / 10)));
    // A sample that waited far longer than the best one tells nothing, even when there are only three.
    const auto limit = best.front().round_trip() * 2 + Duration{1000};
    std::erase_if(best, [&](const auto& sample) { return sample.round_trip() > limit; });
    return best;
}

struct Fit {
    double offset_us = 0;  ///< At `at`, relative to the first sample's.
    double slope = 0;
};

/// Least squares over at least 60 s; a shorter span says nothing about skew.
Fit fit(const std::vector<ClockSample>& best, MonotonicTime at) {
    const auto base = best.front().utc_at_zero();
    double mean_x = 0, mean_y = 0;
    for (const auto& sample : best) {
        mean_x += static_cast<double>((sample.middle() - at).count()) / static_cast<double>(best.size());
        mean_y += static_cast<double>((sample.utc_at_zero() - base).count()) / static_cast<double>(best.size());
    }
    double xx = 0, xy = 0, low = 0, high = 0;
    for (const auto& sample : best) {
        const double x = static_cast<double>((sample.middle() - at).count());
        low = std::min(low, x);
        high = std::max(high, x);
        xx += (x - mean_x) * (x - mean_x);
        xy += (x - mean_x) * (static_cast<double>((sample.utc_at_zero() - base).count()) - mean_y);
    }
    const bool long_enough = best.size() >= 3 && high - low >= 60e6 && xx > 0;
    const double slope_max = ClockEstimate::skew_max_ppm * 1e-6;
    const double slope = long_enough ? std::clamp(xy / xx, -slope_max, slope_max) : 0;
    return {mean_y - slope * mean_x, slope};
}

}  // namespace

std::optional<UtcLine> ClockEstimate::line() const {
    if (samples_.empty()) return std::nullopt;
    const auto best = best_of(samples_);
    const auto at = samples_.back().returned;
    const auto fitted = fit(best, at);
    double spread = 0;
    const auto base = best.front().utc_at_zero();
    for (const auto& sample : best) {
        const double predicted = fitted.offset_us + fitted.slope * static_cast<double>((sample.middle() - at).count());
        spread = std::max(spread, std::abs(static_cast<double>((sample.utc_at_zero() - base).count()) - predicted));
    }
    UtcLine line;
    line.at = at;
    line.utc = base + at.time_since_epoch() + Duration{std::llround(fitted.offset_us)};
    line.skew_ppm = fitted.slope * 1e6;
    line.uncertainty = best.front().round_trip() / 2 + Duration{std::llround(spread)};
    return line;
}

}  // namespace village::node::playout
