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

/// What a sample is uncertain by even when nothing queued: interrupts and the scheduler of a small board.
constexpr double jitter_us = 100;
/// What crystals differ by (standard deviation): with little to go by, the slope stays near zero.
constexpr double usual_skew = 50e-6;

struct Fit {
    double offset_us = 0;  ///< At the moment of the fit, relative to the base.
    double slope = 0;
    double spread_us = 0;  ///< Weighted mean distance of the samples from the line.
};

/// The best sample waited, too: nobody knows how long, but the more the others waited, the longer.
constexpr double best_waited = 1.0 / 24;  // Of what half of them waited longer than the best.

/// Weighted least squares with a prior on the slope. What a sample waited longer than the best one may lie on one way alone: it
/// stands for the sample's standard deviation.
class Fitting {
public:
    Fitting(const std::deque<ClockSample>& samples, const ClockSample& best)
        : samples_(samples), best_(best), least_deviation_us_(jitter_us + best_waited * median_wait()) {}

    Fit at(MonotonicTime moment) const {
        double w = 0, x = 0, y = 0, xx = 1 / (usual_skew * usual_skew), xy = 0;
        for (const auto& sample : samples_) {
            const double weight = weight_of(sample), when = us(sample.middle() - moment), offset = offset_of(sample);
            w += weight;
            x += weight * when;
            y += weight * offset;
            xx += weight * when * when;
            xy += weight * when * offset;
        }
        Fit fit;
        const double slope_max = ClockEstimate::skew_max_ppm * 1e-6;
        fit.slope = std::clamp((w * xy - x * y) / (w * xx - x * x), -slope_max, slope_max);
        fit.offset_us = (y - fit.slope * x) / w;
        for (const auto& sample : samples_) {
            const double predicted = fit.offset_us + fit.slope * us(sample.middle() - moment);
            fit.spread_us += weight_of(sample) / w * std::abs(offset_of(sample) - predicted);
        }
        return fit;
    }

private:
    static double us(Duration duration) { return static_cast<double>(duration.count()); }
    double offset_of(const ClockSample& sample) const { return us(sample.utc_at_zero() - best_.utc_at_zero()); }
    double weight_of(const ClockSample& sample) const {
        const double deviation = least_deviation_us_ + us(sample.round_trip() - best_.round_trip());
        return 1 / (deviation * deviation);
    }
    double median_wait() const {
        std::vector<double> waits;
        for (const auto& sample : samples_) waits.push_back(us(sample.round_trip() - best_.round_trip()));
        const auto middle = waits.begin() + std::ssize(waits) / 2;
        std::nth_element(waits.begin(), middle, waits.end());
        return *middle;
    }

    const std::deque<ClockSample>& samples_;
    const ClockSample& best_;
    double least_deviation_us_;
};

}  // namespace

std::optional<UtcLine> ClockEstimate::line() const {
    if (samples_.empty()) return std::nullopt;
    const auto& best = *std::ranges::min_element(samples_, {}, &ClockSample::round_trip);
    const auto at = samples_.back().returned;
    const auto fit = Fitting(samples_, best).at(at);
    UtcLine line;
    line.at = at;
    line.utc = best.utc_at_zero() + at.time_since_epoch() + Duration{std::llround(fit.offset_us)};
    line.skew_ppm = fit.slope * 1e6;
    line.uncertainty = best.round_trip() / 2 + Duration{std::llround(fit.spread_us)};
    return line;
}

}  // namespace village::node::playout
