// Where a voice gets its samples from: mono, 48 kHz, float in [-1, 1], by position. Used by one thread at a time:
// the device's, or for files the one that reads ahead.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "scheduler/domain/broadcast.hpp"
#include "scheduler/domain/error.hpp"

namespace village::node::audio {

inline constexpr std::int64_t sample_rate = 48'000;

constexpr std::int64_t samples_of(domain::Duration duration) { return duration.count() * (sample_rate / 1000) / 1000; }
constexpr domain::Duration duration_of(std::int64_t samples) { return domain::Duration{samples * 1000 / (sample_rate / 1000)}; }

class SampleSource {
public:
    virtual ~SampleSource() = default;

    /// The next `read` begins at this sample; beyond the end is allowed and reads nothing.
    virtual domain::Status seek(std::int64_t sample) = 0;
    /// Fills `out`; fewer samples than asked for mean the end.
    virtual domain::Result<std::size_t> read(std::span<float> out) = 0;
    /// Called for each block while the voice waits; its first sample is due in `until`. A stream fills its buffer meanwhile.
    virtual void prepare(domain::Duration until) { (void)until; }
    /// What became of the 20 ms frames read so far.
    virtual domain::FrameLedger ledger() const = 0;
};

/// Bytes by offset: a file, or whatever the cache lets one read. Fewer bytes than asked for mean the end.
struct ByteSource {
    std::uint64_t size = 0;
    std::function<domain::Result<std::size_t>(std::uint64_t offset, std::span<std::uint8_t> out)> read;
};

}  // namespace village::node::audio
