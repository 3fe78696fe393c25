// One sounding: waits for its moment, begins on the exact sample, follows UTC by resampling (or, when it is far off, by a step in a
// moment of silence), ramps in and out, and keeps count of what left the device. Lives in the device thread.
#pragma once

#include <optional>
#include <vector>

#include "node-firmware/audio/drift_resampler.hpp"
#include "node-firmware/audio/sound_device.hpp"
#include "node-firmware/audio/sound_order.hpp"

namespace village::node::audio {

class Voice {
public:
    static constexpr std::size_t ramp_in = 240;    ///< 5 ms.
    static constexpr std::size_t ramp_out = 480;   ///< 10 ms.
    static constexpr double audible_gain = 0.001;  ///< -60 dB.
    static constexpr std::chrono::seconds counted_every{10};

    explicit Voice(SoundOrder order);

    /// Adds its samples to `mix`. Reports are for the caller to take after each call.
    void render(std::span<float> mix, const BlockTime& time, const UtcPoint& utc);
    /// Fades out from the next sample on. What has not begun never does.
    void stop(std::string why);
    void move_origin(domain::Duration by) {
        order_.origin += by;
        order_.at += by;
    }
    void set_gain(double gain, bool is_ducked) {
        target_gain_ = gain;
        ducked_ = is_ducked;
    }

    Ticket ticket() const { return order_.ticket; }
    bool is_chime() const { return order_.is_chime; }
    bool is_ducked() const { return ducked_; }
    bool is_stream() const { return order_.is_stream; }
    bool has_begun() const { return began_; }
    bool is_over() const { return over_; }
    bool is_leaving() const { return leaving_; }
    std::optional<SoundBegan> take_began();
    /// Each `counted_every` while it goes on.
    std::optional<SoundCounted> take_counted();
    SoundEnded ended() const;

private:
    bool begin(const BlockTime& time, const UtcPoint& utc, std::size_t block, std::size_t& offset);
    /// False: nothing of it in this block; else it goes on at `offset`.
    bool follow(const BlockTime& time, const UtcPoint& utc, std::size_t block, std::size_t& offset);
    bool step(domain::Duration behind, std::size_t block, std::size_t& offset);
    void go_on_at(std::int64_t position);
    void sound(std::span<float> mix, const BlockTime& time, std::size_t offset);
    void finish(SoundEnd how, std::string why);
    SoundCounted counted() const;
    bool is_fading_out() const { return leaving_ || stepping_; }
    void fade_out();
    float next_ramp();
    /// How much is left of it at a position before `until`: 1 until the fade begins, then down to 0.
    float fade_at(std::int64_t position) const;

    SoundOrder order_;
    DriftResampler resampler_;
    std::vector<float> samples_;
    std::optional<SoundBegan> report_began_;
    double gain_;
    double target_gain_;
    std::size_t ramp_ = 0;  ///< Samples of the ramp done; in, or (leaving) out.
    bool began_ = false, leaving_ = false, over_ = false, ducked_ = false;
    bool stepping_ = false;  ///< Fades out, or is silent until its place in time comes.
    SoundEnd how_ = SoundEnd::finished;
    std::string why_;
    domain::MonotonicTime first_at_{}, last_at_{}, counted_at_{};
    std::int64_t played_ = 0;
    std::uint32_t underruns_ = 0;
};

}  // namespace village::node::audio
