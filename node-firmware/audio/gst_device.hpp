// A real sound device by GStreamer: appsrc ! audioconvert ! alsasink or pulsesink. Its own thread pushes blocks of 10 ms and is
// paced by the device; a device that fails is opened again every 5 s. GStreamer is not touched before `start`.
#pragma once

#include <atomic>
#include <memory>

#include "node-firmware/audio/device_thread.hpp"
#include "node-firmware/audio/sound_device.hpp"

namespace village::node::audio {

enum class GstSink : std::uint8_t { alsa, pulse };

struct GstDeviceOptions {
    GstSink sink = GstSink::alsa;
    std::string device;  ///< Empty: the system's default.
};

class GstDevice final : public SoundDevice {
public:
    static constexpr domain::Duration block = std::chrono::milliseconds{10};
    /// What lies between us and the horn while the device is full: its buffer and one block.
    static constexpr domain::Duration delay = std::chrono::milliseconds{40};

    explicit GstDevice(GstDeviceOptions options);
    ~GstDevice() override;

    domain::Status start(Renderer& renderer) override;
    void stop() override;
    DeviceState state() const override { return {ok_.load(), underruns_.load()}; }
    std::string describe() const override;

private:
    class Pipeline;
    domain::Result<std::unique_ptr<Pipeline>> open() const;
    void run(Renderer& renderer);
    domain::MonotonicTime next_sample_at(domain::MonotonicTime now, bool& gap);

    GstDeviceOptions options_;
    DeviceThread thread_;
    std::unique_ptr<Pipeline> pipeline_;
    domain::MonotonicTime expected_{};
    std::atomic<bool> ok_{false};
    std::atomic<std::uint32_t> underruns_{0};
};

}  // namespace village::node::audio
