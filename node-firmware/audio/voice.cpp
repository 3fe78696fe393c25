#include "node-firmware/audio/voice.hpp"

#include <algorithm>
#include <cmath>

namespace village::node::audio {
using domain::Duration;

namespace {
/// So far ahead a source reads on; further it seeks, for the device waits.
constexpr std::int64_t read_on_max = sample_rate;
constexpr std::int64_t block_usual = 960;
}  // namespace

Voice::Voice(SoundOrder order)
    : order_(std::move(order)), resampler_(*order_.source), gain_(order_.gain), target_gain_(order_.gain) {}

void Voice::render(std::span<float> mix, const BlockTime& time, const UtcPoint& utc) {
    if (over_) return;
    std::size_t offset = 0;
    if (!began_ && leaving_) return finish(SoundEnd::stopped, why_);
    if (!began_ && !begin(time, utc, mix.size(), offset)) return;
    if (offset == 0 && !follow(time, utc, mix.size(), offset)) return;
    if (!over_) sound(mix, time, offset);
}

bool Voice::begin(const BlockTime& time, const UtcPoint& utc, std::size_t block, std::size_t& offset) {
    auto position = order_.from;
    if (order_.is_at_once) {
        order_.origin = utc.utc_at(time.first_sample_at) - duration_of(position);
    } else if (!order_.is_chime) {
        const auto wait = samples_of(utc.monotonic_at(order_.at) - time.first_sample_at);
        if (wait >= static_cast<std::int64_t>(block)) {
            order_.source->prepare(duration_of(wait));
            return false;
        }
        offset = static_cast<std::size_t>(std::max<std::int64_t>(wait, 0));
        // Late: join where the others are by now.
        if (wait < 0) position = std::max(position, samples_of(utc.utc_at(time.first_sample_at) - order_.origin));
    }
    if (auto sought = resampler_.seek(position); !sought) {
        finish(SoundEnd::failed, sought.error().detail);
        return false;
    }
    began_ = true;
    first_at_ = last_at_ = counted_at_ = time.first_sample_at + duration_of(static_cast<std::int64_t>(offset));
    report_began_ = SoundBegan{order_.ticket, first_at_, position};
    return true;
}

bool Voice::follow(const BlockTime& time, const UtcPoint& utc, std::size_t block, std::size_t& offset) {
    if (order_.is_chime || leaving_) return true;
    const auto planned = utc.utc_at(time.first_sample_at) - order_.origin;
    if (time.gap_before) {
        // What the device lost is lost: go on where the others are, faded in again.
        ++underruns_;
        ramp_ = 0;
        stepping_ = false;
        go_on_at(samples_of(planned));
        return true;
    }
    const auto behind = planned - Duration{std::llround(resampler_.position() * 1e6 / static_cast<double>(sample_rate))};
    if (stepping_) return ramp_ < ramp_out || step(behind, block, offset);
    if (!order_.drift) return true;
    if (const auto ppm = order_.drift(behind, duration_of(static_cast<std::int64_t>(block)))) {
        resampler_.set_ppm(*ppm);
    } else {
        fade_out();
        stepping_ = true;
    }
    return true;
}

bool Voice::step(Duration behind, std::size_t block, std::size_t& offset) {
    const auto wait = samples_of(-behind);
    if (wait >= static_cast<std::int64_t>(block)) {
        order_.source->prepare(duration_of(wait));
        return false;
    }
    offset = static_cast<std::size_t>(std::max<std::int64_t>(wait, 0));
    ramp_ = 0;
    stepping_ = false;
    go_on_at(std::llround(resampler_.position()) - wait);
    return true;
}

/// What is before it already stays where it is.
void Voice::go_on_at(std::int64_t position) {
    auto left = position - std::llround(resampler_.position());
    if (left > read_on_max) {
        if (auto sought = resampler_.seek(position); !sought) finish(SoundEnd::failed, sought.error().detail);
        return;
    }
    // A stream that seeks would lose the packet it is in.
    while (left > 0) {
        samples_.resize(static_cast<std::size_t>(std::min<std::int64_t>(left, block_usual)));
        const auto got = resampler_.read(samples_);
        if (!got) return finish(SoundEnd::failed, got.error().detail);
        if (*got < samples_.size()) return;
        left -= static_cast<std::int64_t>(*got);
    }
}

float Voice::next_ramp() {
    if (is_fading_out()) {
        const auto left = ramp_ < ramp_out ? ramp_out - ramp_ : 0;
        ++ramp_;
        return static_cast<float>(left) / static_cast<float>(ramp_out);
    }
    if (ramp_ < ramp_in) ++ramp_;
    return static_cast<float>(ramp_) / static_cast<float>(ramp_in);
}

float Voice::fade_at(std::int64_t position) const {
    const auto left = order_.until ? *order_.until - position : order_.fade_out;
    if (left >= order_.fade_out) return 1;
    return static_cast<float>(std::max<std::int64_t>(left, 0)) / static_cast<float>(order_.fade_out);
}

void Voice::sound(std::span<float> mix, const BlockTime& time, std::size_t offset) {
    samples_.resize(mix.size() - offset);
    const auto from = std::llround(resampler_.position());
    // A cut is an end: what lies behind it is not read.
    if (order_.until)
        samples_.resize(std::min(samples_.size(), static_cast<std::size_t>(std::max<std::int64_t>(*order_.until - from, 0))));
    auto got = resampler_.read(samples_);
    if (!got) return finish(SoundEnd::failed, got.error().detail);
    auto count = *got;
    const bool at_end = count < mix.size() - offset;
    if (is_fading_out()) count = std::min(count, ramp_out - std::min(ramp_, ramp_out));
    for (std::size_t at = 0; at < count; ++at) {
        gain_ += (target_gain_ - gain_) * 0.002;
        mix[offset + at] +=
            samples_[at] * static_cast<float>(gain_) * next_ramp() * fade_at(from + static_cast<std::int64_t>(at));
    }
    if (time.audible && gain_ >= audible_gain) played_ += static_cast<std::int64_t>(count);
    last_at_ = time.first_sample_at + duration_of(static_cast<std::int64_t>(offset + count));
    if (at_end) return finish(leaving_ ? SoundEnd::stopped : SoundEnd::finished, why_);
    if (leaving_ && ramp_ >= ramp_out) finish(SoundEnd::stopped, why_);
}

void Voice::stop(std::string why) {
    if (leaving_ || over_) return;
    if (!stepping_) fade_out();
    leaving_ = true;
    why_ = std::move(why);
}

/// A voice that is still fading in goes out from the level it has.
void Voice::fade_out() { ramp_ = ramp_ < ramp_in ? ramp_out - ramp_ * ramp_out / ramp_in : 0; }

void Voice::finish(SoundEnd how, std::string why) {
    over_ = true;
    how_ = how;
    why_ = std::move(why);
}

std::optional<SoundBegan> Voice::take_began() {
    auto report = report_began_;
    report_began_.reset();
    return report;
}

SoundCounted Voice::counted() const {
    return {.ticket = order_.ticket,
            .first_sample_at = first_at_,
            .last_sample_at = last_at_,
            .samples_played = played_,
            .frames = order_.source->ledger(),
            .underruns = underruns_,
            .gain = gain_};
}

std::optional<SoundCounted> Voice::take_counted() {
    if (order_.is_chime || over_ || last_at_ - counted_at_ < counted_every) return std::nullopt;
    counted_at_ = last_at_;
    return counted();
}

SoundEnded Voice::ended() const {
    SoundEnded ended{counted()};
    ended.how = how_;
    ended.why = why_;
    ended.began = began_;
    ended.position = std::llround(resampler_.position());
    return ended;
}

}  // namespace village::node::audio
