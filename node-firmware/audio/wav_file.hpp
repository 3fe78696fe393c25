// A WAV file (mono, 48 kHz, 16 bit) that is playable at any moment: the header follows the length, and silence is a hole in the
// file, so a day of quiet takes no room on the disk.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "scheduler/domain/error.hpp"

namespace village::node::audio {

class WavFile {
public:
    WavFile() = default;
    ~WavFile();
    WavFile(WavFile&& other) noexcept;
    WavFile& operator=(WavFile&& other) noexcept;

    static domain::Result<WavFile> create(const std::filesystem::path& path);

    /// Appends; a block of zeros only moves the end.
    domain::Status write(std::span<const std::int16_t> samples);
    /// Makes header and length say what was written so far.
    domain::Status patch_header();
    std::uint64_t samples() const { return samples_; }
    bool is_open() const { return descriptor_ >= 0; }

private:
    int descriptor_ = -1;
    std::uint64_t samples_ = 0;
};

}  // namespace village::node::audio
