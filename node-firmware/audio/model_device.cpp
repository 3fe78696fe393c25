#include "node-firmware/audio/model_device.hpp"

#include <fmt/format.h>

#include <cmath>

namespace village::node::audio {

std::string ModelDevice::describe() const { return fmt::format("model {:+} ppm", options_.ppm); }

domain::Duration ModelDevice::block_length(std::uint64_t blocks) const {
    return domain::Duration{std::llround(static_cast<double>(blocks) * 20'000.0 / (1 + options_.ppm * 1e-6))};
}

void ModelDevice::step(Renderer& renderer, domain::MonotonicTime now) {
    const BlockTime time{now + options_.delay, gap_, true};
    gap_ = false;
    renderer.render(samples_, time);
    if (options_.ear) options_.ear(samples_, time);
}

domain::Status ModelDevice::start(Renderer& renderer) {
    thread_.start("sound", [this, &renderer] {
        const auto began = monotonic_now();
        for (std::uint64_t block = 0; !thread_.stopping(); ++block) {
            const auto due = began + block_length(block);
            sleep_until(due);
            step(renderer, due);
        }
    });
    return {};
}

}  // namespace village::node::audio
