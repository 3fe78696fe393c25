// Reads and decodes files ahead of the sound device, so that a slow card never stalls it: the device's thread takes samples out of a
// ring of 2.7 s, and gives silence of the same length for what is late. One thread for all files; `work` is its turn, tests call it.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "node-firmware/audio/sample_source.hpp"

namespace village::node::audio {

class ReadAheadTrack;

class ReadAhead {
public:
    static constexpr std::size_t tracks_max = 16;         ///< Twice what the mixer sounds at once; more are `too_many_requests`.
    static constexpr std::int64_t ready_samples = 9'600;  ///< Read before `add` returns: 200 ms, for a sound that is due now.

    ReadAhead() = default;
    ReadAhead(const ReadAhead&) = delete;
    ~ReadAhead() { stop(); }

    void start();
    void stop();

    /// The source to give to the mixer; it begins with `from`. An error when already its first samples cannot be read.
    domain::Result<std::unique_ptr<SampleSource>> add(std::unique_ptr<SampleSource> file, std::int64_t from);
    /// Reads at most 100 ms into each ring with room; false when there was nothing to do.
    bool work();

private:
    void run();

    std::mutex mutex_;
    std::condition_variable news_;
    std::vector<std::shared_ptr<ReadAheadTrack>> tracks_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace village::node::audio
