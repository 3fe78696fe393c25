// One file between its two threads: the reading one fills a ring, the device's one empties it. Neither waits for the other and the
// device's side neither locks nor allocates. Samples are known by their position in the file, so what came late is skipped.
#pragma once

#include <atomic>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "node-firmware/audio/sample_source.hpp"

namespace village::node::audio {

class ReadAheadTrack {
public:
    static constexpr std::int64_t ring_samples =
        131'072;  ///< 2.7 s; a card that answers once in that time is heard without a gap.

    ReadAheadTrack(std::unique_ptr<SampleSource> file, std::int64_t from);

    // By the reading thread.
    /// Reads at most `samples_max`; false when there is no room, nothing left, or an error that the device hears of.
    bool fill(std::int64_t samples_max);
    bool has_failed() const { return failed_.load(std::memory_order_acquire); }
    const domain::Error& failure() const { return failure_; }
    bool is_abandoned() const { return abandoned_.load(std::memory_order_acquire); }

    // By the device's thread.
    void seek(std::int64_t sample);
    domain::Result<std::size_t> read(std::span<float> out);
    domain::FrameLedger ledger() const;
    void abandon() { abandoned_.store(true, std::memory_order_release); }

private:
    static constexpr std::int64_t not_known = std::numeric_limits<std::int64_t>::max();
    void obey_seek();
    void fail(const domain::Error& why);
    std::size_t take(std::span<float> out);

    std::vector<float> ring_ = std::vector<float>(ring_samples);

    // Positions of the first sample in the ring and of the one after its last.
    std::atomic<std::int64_t> head_, tail_;
    std::atomic<std::int64_t> end_{not_known};  ///< Of the file.
    // While a seek was asked for and not done the device's thread does not touch the ring, and only then the other moves its head.
    std::atomic<std::int64_t> wanted_{0};
    std::atomic<std::uint32_t> seeks_asked_{0}, seeks_done_{0};
    std::atomic<std::uint32_t> concealed_{0};
    std::atomic<bool> failed_{false}, abandoned_{false};

    // Of the reading thread.
    std::unique_ptr<SampleSource> file_;
    std::vector<float> piece_;
    domain::Error failure_;  ///< Written before `failed_`.

    // Of the device's thread.
    std::int64_t position_;  ///< Of the next sample to give.
    std::int64_t given_ = 0, silent_ = 0;
};

}  // namespace village::node::audio
