// The picture of a piece of sound on the page: its peaks, a few hundred numbers.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace village::media {

inline constexpr std::size_t waveform_points = 400;

/// Collects the peaks of a piece whose length is known beforehand.
class WaveformPicture {
public:
    explicit WaveformPicture(std::uint64_t samples) : samples_(samples) {}
    void add(std::span<const float> samples);
    /// Always 400 values, 0 to 255 = full scale.
    std::vector<std::uint8_t> peaks() const;

private:
    std::vector<float> highest_ = std::vector<float>(waveform_points, 0.0F);
    std::uint64_t samples_;
    std::uint64_t at_ = 0;
};

}  // namespace village::media
