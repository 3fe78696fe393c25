// Brings a voice's own sample rate to 48 kHz: a polyphase windowed-sinc filter, exact for every ratio of whole rates.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace village::media {

class Resampler {
public:
    Resampler(int from_hz, int to_hz);

    /// The samples that became ready. Delayed by half the filter; `flush` gives the rest.
    std::vector<std::int16_t> process(std::span<const std::int16_t> input);
    std::vector<std::int16_t> flush();

private:
    std::int16_t at(std::size_t first, std::size_t phase) const;

    std::size_t up_;             ///< 320 for 22,050 to 48,000.
    std::size_t down_;           ///< 147.
    std::vector<float> filter_;  ///< `up_` phases of `taps` coefficients.
    std::vector<float> window_;  ///< Input not yet used up.
    std::size_t phase_ = 0;
};

}  // namespace village::media
