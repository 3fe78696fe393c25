#include "node-firmware/audio/limiter.hpp"

#include <algorithm>
#include <cmath>

namespace village::node::audio {
namespace {
constexpr float release = 1.0F / (0.15F * 48'000);  // Back to full gain in about 150 ms.
}

void Limiter::process(std::span<float> samples) {
    for (auto& sample : samples) {
        // A decoder's not-a-number must not reach the amplifier either.
        if (!std::isfinite(sample)) sample = 0;
        gain_ = std::min(1.0F, gain_ + (1.0F - gain_) * release + 1e-6F);
        const float level = std::abs(sample);
        if (level * gain_ > ceiling) gain_ = ceiling / level;
        sample = std::clamp(sample * gain_, -ceiling, ceiling);
    }
}

}  // namespace village::node::audio
