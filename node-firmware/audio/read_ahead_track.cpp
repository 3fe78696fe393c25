#include "node-firmware/audio/read_ahead_track.hpp"

#include <algorithm>

namespace village::node::audio {
namespace {
constexpr std::int64_t ledger_frame = 960;

std::uint32_t frames_in(std::int64_t samples) { return static_cast<std::uint32_t>((samples + ledger_frame - 1) / ledger_frame); }
}  // namespace

ReadAheadTrack::ReadAheadTrack(std::unique_ptr<SampleSource> file, std::int64_t from)
    : head_(from), tail_(from), file_(std::move(file)), position_(from) {
    if (auto sought = file_->seek(from); !sought) fail(sought.error());
}

void ReadAheadTrack::fail(const domain::Error& why) {
    failure_ = why;
    failed_.store(true, std::memory_order_release);
}

void ReadAheadTrack::obey_seek() {
    const auto asked = seeks_asked_.load(std::memory_order_acquire);
    if (asked == seeks_done_.load(std::memory_order_relaxed)) return;
    const auto sample = wanted_.load(std::memory_order_relaxed);
    if (auto sought = file_->seek(sample); !sought) return fail(sought.error());
    head_.store(sample, std::memory_order_relaxed);
    tail_.store(sample, std::memory_order_relaxed);
    end_.store(not_known, std::memory_order_relaxed);
    seeks_done_.store(asked, std::memory_order_release);
}

bool ReadAheadTrack::fill(std::int64_t samples_max) {
    if (has_failed()) return false;
    obey_seek();
    const auto tail = tail_.load(std::memory_order_relaxed);
    const auto room = ring_samples - (tail - head_.load(std::memory_order_acquire));
    const auto count = std::min(room, samples_max);
    if (has_failed() || end_.load(std::memory_order_relaxed) != not_known || count <= 0) return false;
    piece_.resize(static_cast<std::size_t>(count));
    auto got = file_->read(piece_);
    if (!got) {
        fail(got.error());
        return false;
    }
    for (std::size_t at = 0; at < *got; ++at)
        ring_[static_cast<std::size_t>((tail + static_cast<std::int64_t>(at)) % ring_samples)] = piece_[at];
    concealed_.store(file_->ledger().concealed, std::memory_order_relaxed);
    const auto filled = tail + static_cast<std::int64_t>(*got);
    tail_.store(filled, std::memory_order_release);
    if (*got < piece_.size()) end_.store(filled, std::memory_order_release);
    return true;
}

void ReadAheadTrack::seek(std::int64_t sample) {
    position_ = std::max<std::int64_t>(sample, 0);
    const bool busy = seeks_asked_.load(std::memory_order_relaxed) != seeks_done_.load(std::memory_order_acquire);
    const auto head = busy ? wanted_.load(std::memory_order_relaxed) : head_.load(std::memory_order_relaxed);
    // A little ahead is reached by skipping.
    if (position_ >= head && position_ - head <= ring_samples) return;
    wanted_.store(position_, std::memory_order_relaxed);
    seeks_asked_.fetch_add(1, std::memory_order_release);
}

std::size_t ReadAheadTrack::take(std::span<float> out) {
    if (seeks_asked_.load(std::memory_order_relaxed) != seeks_done_.load(std::memory_order_acquire)) return 0;
    const auto tail = tail_.load(std::memory_order_acquire);
    const auto count = std::clamp<std::int64_t>(tail - position_, 0, static_cast<std::int64_t>(out.size()));
    for (std::int64_t at = 0; at < count; ++at)
        out[static_cast<std::size_t>(at)] = ring_[static_cast<std::size_t>((position_ + at) % ring_samples)];
    head_.store(std::min(position_ + count, tail), std::memory_order_release);
    return static_cast<std::size_t>(count);
}

domain::Result<std::size_t> ReadAheadTrack::read(std::span<float> out) {
    // The end first: a tail that grows afterwards has no end in front of it.
    const bool busy = seeks_asked_.load(std::memory_order_relaxed) != seeks_done_.load(std::memory_order_acquire);
    const auto end = busy ? not_known : end_.load(std::memory_order_acquire);
    const bool failed = has_failed();
    const auto taken = take(out);
    position_ += static_cast<std::int64_t>(taken);
    given_ += static_cast<std::int64_t>(taken);
    if (taken == out.size()) return taken;
    if (failed) return failure_;
    // What is late is silence of its length, and is skipped when it comes.
    const auto late = std::clamp<std::int64_t>(end - position_, 0, static_cast<std::int64_t>(out.size() - taken));
    std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(taken), late, 0.0F);
    position_ += late;
    silent_ += late;
    return taken + static_cast<std::size_t>(late);
}

domain::FrameLedger ReadAheadTrack::ledger() const {
    domain::FrameLedger ledger;
    const auto given = frames_in(given_);
    ledger.concealed = std::min(concealed_.load(std::memory_order_relaxed), given);
    ledger.received = given - ledger.concealed;
    ledger.silent = frames_in(silent_);
    return ledger;
}

}  // namespace village::node::audio
