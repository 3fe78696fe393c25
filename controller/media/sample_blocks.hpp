// A PcmFile as blocks of floating point samples, with progress and cancel in one place: the plain loop of every step.
#pragma once

#include <functional>
#include <span>

#include "controller/media/pcm_file.hpp"
#include "controller/media/work_control.hpp"

namespace village::media {

inline constexpr std::size_t block_samples = 48'000;  ///< One second.

/// Calls `take` for each block in order (the last may be shorter); ends with its error, with `cancelled`, or with
/// success.
domain::Status for_each_block(const PcmFile& pcm, const WorkControl& control,
                              const std::function<domain::Status(std::span<float>)>& take);

}  // namespace village::media
