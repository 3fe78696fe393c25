#include "controller/media/waveform.hpp"

#include <algorithm>
#include <cmath>

namespace village::media {

void WaveformPicture::add(std::span<const float> samples) {
    for (const float sample : samples) {
        const auto point =
            std::min<std::uint64_t>(waveform_points - 1, at_++ * waveform_points / std::max<std::uint64_t>(samples_, 1));
        highest_[point] = std::max(highest_[point], std::abs(sample));
    }
}

std::vector<std::uint8_t> WaveformPicture::peaks() const {
    std::vector<std::uint8_t> peaks(waveform_points);
    std::transform(highest_.begin(), highest_.end(), peaks.begin(),
                   [](float peak) { return static_cast<std::uint8_t>(std::lround(std::min(peak, 1.0F) * 255)); });
    return peaks;
}

}  // namespace village::media
