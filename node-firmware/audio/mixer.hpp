// What the loudspeaker says at this moment: at most one programme, one that goes on quietly beneath it, and one chime, faded,
// limited, as 16-bit samples. `render` and everything it owns belong to the device's thread; orders come and reports go through
// bounded queues.
#pragma once

#include <functional>
#include <vector>

#include "node-firmware/audio/bounded_queue.hpp"
#include "node-firmware/audio/limiter.hpp"
#include "node-firmware/audio/sound_device.hpp"
#include "node-firmware/audio/voice.hpp"

namespace village::node::audio {

class Mixer final : public Renderer {
public:
    static constexpr std::size_t orders_max = 256;
    static constexpr std::size_t reports_max = 256;
    /// More than exchanges correct (`NodeClock::slew_per_hour`): who began by such a clock has no neighbours to fall together with.
    static constexpr domain::Duration clock_wrong = std::chrono::milliseconds{500};
    static constexpr std::size_t voices_max = 8;  ///< Those fading out included; more are refused as failed.

    /// `on_report` is called by the device's thread when reports are waiting; it must only wake somebody up.
    explicit Mixer(std::function<void()> on_report);

    // By the main thread.
    /// False when the queue is full: the device has not taken anything for seconds.
    bool order(MixerOrder order) { return orders_.push(std::move(order)); }
    std::optional<SoundReport> take_report() { return reports_.pop(); }

    // By the device's thread.
    void render(std::span<std::int16_t> out, const BlockTime& time) override;

private:
    void take(SoundOrder order);
    void take(const StopOrder& order);
    void take(const StopEverything& order);
    void take(const SetUtc& order);
    void take(const SetGain& order);
    void yield_to(Ticket programme);
    void report(SoundReport report);
    void collect();

    std::function<void()> on_report_;
    BoundedQueue<MixerOrder> orders_{orders_max};
    BoundedQueue<SoundReport> reports_{reports_max};
    std::vector<std::unique_ptr<Voice>> voices_;
    UtcPoint utc_;
    bool utc_known_ = false;
    Limiter limiter_;
    std::vector<float> mix_;
    bool reported_ = false;
};

}  // namespace village::node::audio
