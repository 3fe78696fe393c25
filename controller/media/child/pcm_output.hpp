// Samples to standard output, counted, with a bound.
#pragma once

#include <cstdint>
#include <span>

#include "controller/media/child/exit_status.hpp"

namespace village::media {

class PcmOutput {
public:
    explicit PcmOutput(std::uint64_t samples_max) : samples_max_(samples_max) {}

    /// `done`, `too_long` (nothing more is written) or `output_failed`.
    ChildExit write(std::span<const std::int16_t> samples);
    std::uint64_t samples() const { return samples_; }

private:
    std::uint64_t samples_max_;
    std::uint64_t samples_ = 0;
};

}  // namespace village::media
