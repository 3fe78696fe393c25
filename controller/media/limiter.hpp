// A look-ahead limiter: no true peak (four times oversampled, ITU-R BS.1770 annex 2) leaves above the ceiling, and
// nothing is clipped, because the gain begins to fall 5 ms before the peak. Delays the sound by `delay_samples()`.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace village::media {

class Limiter {
public:
    explicit Limiter(double ceiling_dbtp);

    /// In place; the first `delay_samples()` that come out are silence.
    void process(std::span<float> samples);
    std::size_t delay_samples() const;

private:
    struct Candidate {
        std::uint64_t position;
        float gain;
    };

    float peak_around_newest() const;
    float lowest_ahead(float gain);

    float ceiling_;
    std::uint64_t position_ = 0;
    std::array<float, 12> history_{};  ///< The interpolator's window.
    std::vector<float> waiting_;       ///< Samples delayed, a ring.
    std::vector<float> smoothing_;     ///< Gains of the look-ahead, a ring: their mean is the gain.
    double smoothing_sum_;
    std::deque<Candidate> lowest_;  ///< Rising gains in the look-ahead; at most its length.
    float released_ = 1.0F;
};

}  // namespace village::media
