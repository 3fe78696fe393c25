#include "node-firmware/audio/mixer.hpp"

#include <algorithm>
#include <cmath>

namespace village::node::audio {
namespace {
/// Of every device; a longer block allocates once.
constexpr std::size_t block_samples_usual = 960;
}  // namespace

Mixer::Mixer(std::function<void()> on_report) : on_report_(std::move(on_report)) {
    voices_.reserve(voices_max);
    mix_.reserve(block_samples_usual);
}

void Mixer::take(SoundOrder order) {
    if (voices_.size() >= voices_max || !order.source) {
        SoundEnded refused;
        refused.ticket = order.ticket;
        refused.how = SoundEnd::failed;
        refused.why = "the mixer is full";
        return report(std::move(refused));
    }
    voices_.push_back(std::make_unique<Voice>(std::move(order)));
}

void Mixer::take(const StopOrder& order) {
    for (auto& voice : voices_) {
        if (voice->ticket() == order.ticket) voice->stop("stop");
    }
}

void Mixer::take(const StopEverything&) {
    for (auto& voice : voices_) voice->stop("stop");
}

void Mixer::take(const SetUtc& order) {
    const auto moved = order.point.utc_at(order.point.at) - utc_.utc_at(order.point.at);
    // What waits keeps its hour.
    if (utc_known_ && std::chrono::abs(moved) > clock_wrong) {
        for (auto& voice : voices_) {
            if (voice->has_begun() && !voice->is_stream()) voice->move_origin(moved);
        }
    }
    utc_ = order.point;
    utc_known_ = true;
}

void Mixer::take(const SetGain& order) {
    for (auto& voice : voices_) {
        if (voice->ticket() == order.ticket) voice->set_gain(order.gain, order.is_ducked);
    }
}

void Mixer::yield_to(Ticket programme) {
    for (auto& voice : voices_) {
        if (voice->ticket() != programme && voice->has_begun() && !voice->is_ducked()) voice->stop("replaced");
    }
}

void Mixer::render(std::span<std::int16_t> out, const BlockTime& time) {
    while (auto order = orders_.pop()) {
        std::visit([this](auto& what) { take(std::move(what)); }, *order);
    }
    if (voices_.empty()) {
        std::fill(out.begin(), out.end(), std::int16_t{0});
    } else {
        mix_.assign(out.size(), 0.0F);
        for (auto& voice : voices_) {
            voice->render(mix_, time, utc_);
            if (auto began = voice->take_began()) {
                report(*began);
                if (!voice->is_chime() && !voice->is_ducked()) yield_to(voice->ticket());
            }
            if (auto counted = voice->take_counted()) report(*counted);
        }
        limiter_.process(mix_);
        std::transform(mix_.begin(), mix_.end(), out.begin(),
                       [](float sample) { return static_cast<std::int16_t>(std::lrintf(sample * 32767.0F)); });
        collect();
    }
    if (reported_ && on_report_) on_report_();
    reported_ = false;
}

void Mixer::collect() {
    for (auto& voice : voices_) {
        if (voice->is_over()) report(voice->ended());
    }
    std::erase_if(voices_, [](const auto& voice) { return voice->is_over(); });
}

void Mixer::report(SoundReport report) {
    // Reports are few (two for each sounding, and one each ten seconds); when nobody took 256 of them, the program is as good as dead.
    reported_ = reports_.push(std::move(report)) || reported_;
}

}  // namespace village::node::audio
