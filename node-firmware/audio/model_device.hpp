// A sound device out of arithmetic, with a clock of its own that drifts: for tests and trials. Either stepped by hand (time is
// the caller's) or run by a thread in real time.
#pragma once

#include <atomic>
#include <functional>
#include <vector>

#include "node-firmware/audio/device_thread.hpp"
#include "node-firmware/audio/sound_device.hpp"

namespace village::node::audio {

struct ModelDeviceOptions {
    double ppm = 0;  ///< Positive: its crystal runs fast.
    domain::Duration delay = std::chrono::milliseconds{20};
    /// Hears every block as it leaves; by the thread that renders.
    std::function<void(std::span<const std::int16_t>, const BlockTime&)> ear;
};

class ModelDevice final : public SoundDevice {
public:
    static constexpr std::size_t block_samples = 960;

    explicit ModelDevice(ModelDeviceOptions options) : options_(std::move(options)) {}
    ~ModelDevice() override { stop(); }

    domain::Status start(Renderer& renderer) override;
    void stop() override { thread_.stop(); }
    DeviceState state() const override { return {true, underruns_.load()}; }
    std::string describe() const override;

    /// By hand: renders one block, whose first sample leaves at `now` + delay on the true clock.
    void step(Renderer& renderer, domain::MonotonicTime now);
    /// How long one block takes on the true clock.
    domain::Duration block_length(std::uint64_t blocks = 1) const;
    void lose(domain::Duration) {
        gap_ = true;
        ++underruns_;
    }

private:
    ModelDeviceOptions options_;
    DeviceThread thread_;
    std::vector<std::int16_t> samples_ = std::vector<std::int16_t>(block_samples);
    std::atomic<std::uint32_t> underruns_{0};
    bool gap_ = false;
};

}  // namespace village::node::audio
