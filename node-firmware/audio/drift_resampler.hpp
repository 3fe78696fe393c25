// Consumes a source slightly faster or slower than it is played, for a device whose clock drifts. Cubic interpolation (Catmull-Rom,
// four points): flat to 10 kHz, images below -60 dB for speech, and bit-exact while the ratio has been 1 from the start.
#pragma once

#include <array>
#include <vector>

#include "node-firmware/audio/sample_source.hpp"

namespace village::node::audio {

class DriftResampler {
public:
    static constexpr double ppm_max = 300;

    explicit DriftResampler(SampleSource& source);

    domain::Status seek(std::int64_t sample);
    /// Positive: consume faster. Beyond ±300 ppm is cut.
    void set_ppm(double ppm);
    /// Fewer samples than asked for mean the end.
    domain::Result<std::size_t> read(std::span<float> out);
    /// Position in the source of the next sample that `read` gives.
    double position() const { return position_; }

private:
    domain::Result<bool> advance();

    SampleSource* source_;
    std::array<float, 4> around_{};  ///< The sample before, the present one, and two after.
    std::vector<float> ahead_;
    std::size_t ahead_at_ = 0;
    std::size_t past_end_ = 0;  ///< How many made-up samples after the end are inside `around_`.
    double fraction_ = 0;
    double step_ = 1;
    double position_ = 0;
    bool primed_ = false;
};

}  // namespace village::node::audio
