#include "node-firmware/player_loop/live_source.hpp"

#include <algorithm>

namespace village::node::player_loop {

LiveSource::LiveSource(std::shared_ptr<LiveLine> line, std::uint64_t first, std::uint64_t end, std::uint64_t patience,
                       std::function<domain::MonotonicTime()> clock)
    : line_(std::move(line)), clock_(std::move(clock)), buffer_({.end = end}), patience_(patience) {
    buffer_.join_at(first);
}

domain::Status LiveSource::seek(std::int64_t sample) {
    sample = std::max<std::int64_t>(sample, 0);
    take_packets();
    buffer_.join_at(static_cast<std::uint64_t>(sample / packet_samples));
    decoder_.reset();
    decode_next();
    ready_at_ = std::min(ready_.size(), static_cast<std::size_t>(sample % packet_samples));
    return {};
}

void LiveSource::take_packets() {
    while (auto packet = line_->packets.pop()) buffer_.insert(std::move(*packet), clock_());
}

void LiveSource::prepare(domain::Duration until) {
    take_packets();
    wish(until);
}

void LiveSource::wish(domain::Duration until) {
    const auto now = clock_();
    auto wishes = buffer_.wishes(now, now + until);
    if (!wishes.empty()) (void)line_->wishes.push(std::move(wishes));
    line_->buffered = buffer_.size();
    line_->holes = buffer_.holes();
}

void LiveSource::decode_next() {
    const auto turn = buffer_.next();
    ready_at_ = 0;
    if (turn.packet) {
        missing_in_a_row_ = 0;
        if (auto samples = decoder_.decode(turn.packet->opus)) {
            ready_.assign(samples->begin(), samples->end());
            // Whatever a packet claims to hold, it is one packet's time.
            ready_.resize(packet_samples, 0.0F);
            return;
        }
    }
    ++missing_in_a_row_;
    if (missing_in_a_row_ <= conceal_packets_max) {
        const auto samples = decoder_.conceal(packet_samples);
        ready_.assign(samples.begin(), samples.end());
    } else {
        ++silent_packets_;
        ready_.assign(packet_samples, 0.0F);
    }
}

domain::Result<std::size_t> LiveSource::read(std::span<float> out) {
    take_packets();
    wish(domain::Duration{0});
    std::size_t given = 0;
    while (given < out.size()) {
        if (ready_at_ == ready_.size()) {
            if (missing_in_a_row_ >= patience_) break;
            decode_next();
        }
        const auto count = std::min(out.size() - given, ready_.size() - ready_at_);
        std::copy_n(ready_.begin() + static_cast<std::ptrdiff_t>(ready_at_), count,
                    out.begin() + static_cast<std::ptrdiff_t>(given));
        ready_at_ += count;
        given += count;
    }
    return given;
}

domain::FrameLedger LiveSource::ledger() const {
    auto ledger = buffer_.ledger();
    const auto silent = std::min(ledger.concealed, silent_packets_ * 2);
    ledger.concealed -= silent;
    ledger.silent += silent;
    return ledger;
}

}  // namespace village::node::player_loop
