// The last thing before the device: nothing louder than the ceiling ever leaves. Instant attack (a horn forgives distortion, a
// village does not forgive a bang), slow release so that speech does not pump.
#pragma once

#include <span>

namespace village::node::audio {

class Limiter {
public:
    static constexpr float ceiling = 0.891F;  ///< -1 dBFS.

    void process(std::span<float> samples);
    float gain() const { return gain_; }

private:
    float gain_ = 1;
};

}  // namespace village::node::audio
