// A real sound device by GStreamer, ALSA's or PulseAudio's. Its own thread renders blocks of 10 ms when the device asks
// for them; a device that is away, busy or fails is opened again after a while (5 s), and the log says why. GStreamer is not
// touched before `start`.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "node-firmware/audio/device_thread.hpp"
#include "node-firmware/audio/gst_pipeline.hpp"
#include "node-firmware/audio/sound_device.hpp"

namespace village::node::audio {

class GstDevice final : public SoundDevice {
public:
    explicit GstDevice(GstDeviceOptions options);
    ~GstDevice() override;

    domain::Status start(Renderer& renderer) override;
    void stop() override;
    DeviceState state() const override { return {ok_.load(), underruns_.load()}; }
    std::string describe() const override;

private:
    void run(Renderer& renderer);
    /// Renders one block into the device, if it wants one.
    domain::Status play(Renderer& renderer);
    /// Without a device time goes on, so that programmes end when they should.
    void pretend(Renderer& renderer);
    void render(Renderer& renderer, domain::MonotonicTime measured);
    void open();
    void praise();
    void give_up(const domain::Error& why);

    GstDeviceOptions options_;
    DeviceThread thread_;
    std::unique_ptr<GstPipeline> pipeline_;
    std::vector<std::int16_t> samples_ = std::vector<std::int16_t>(GstPipeline::block_samples);
    domain::MonotonicTime expected_{};  ///< When the next block's first sample leaves, smoothed.
    domain::MonotonicTime retry_at_{};
    domain::MonotonicTime opened_at_{};
    bool fresh_ = true;      ///< Opened just now: nothing of the block before was heard.
    std::string complaint_;  ///< Said in the log; said again only when it changes.
    std::atomic<bool> ok_{false};
    std::atomic<std::uint32_t> underruns_{0};
};

}  // namespace village::node::audio
