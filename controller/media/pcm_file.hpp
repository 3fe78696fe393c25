// Sound between two steps of the work: mono, 48 kHz, signed 16 bit, in a temporary file without a name, because two
// hours are 690 MB and the controller may use 100 MiB. One thread at a time; the file is gone with the object, or with
// the process.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "scheduler/domain/error.hpp"
#include "scheduler/domain/time.hpp"

namespace village::media {

inline constexpr int sample_rate_hz = 48'000;
using Sample = std::int16_t;
using PcmFrame = std::span<const Sample>;

domain::Duration duration_of(std::uint64_t samples);
std::uint64_t samples_in(domain::Duration duration);

class PcmFile {
public:
    /// A new empty one in `folder` (`storage_failed` or `disk_full` with the folder's name).
    static domain::Result<PcmFile> create(const std::filesystem::path& folder);

    PcmFile(PcmFile&& other) noexcept;
    PcmFile& operator=(PcmFile&& other) noexcept;
    PcmFile(const PcmFile&) = delete;
    PcmFile& operator=(const PcmFile&) = delete;
    ~PcmFile();

    /// For a child process to write to.
    int descriptor() const { return descriptor_; }
    std::uint64_t samples() const;
    domain::Duration duration() const { return duration_of(samples()); }

    domain::Status append(PcmFrame samples);
    /// Fills `into` from sample `first`; returns how many there were (0 at the end).
    domain::Result<std::size_t> read(std::uint64_t first, std::span<Sample> into) const;
    /// All of it; for pieces known to be short (tests, one spoken sentence).
    domain::Result<std::vector<Sample>> read_all() const;

private:
    explicit PcmFile(int descriptor) : descriptor_(descriptor) {}

    int descriptor_ = -1;
};

}  // namespace village::media
