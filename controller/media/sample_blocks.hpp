// A PcmFile, or a finished file, as blocks of floating point samples, with progress and cancel in one place: the plain loop of
// every step.
#pragma once

#include <functional>
#include <span>

#include "controller/media/opus_reader.hpp"
#include "controller/media/pcm_file.hpp"
#include "controller/media/work_control.hpp"

namespace village::media {

inline constexpr std::size_t block_samples = 48'000;  ///< One second.

/// Calls `take` for each block in order (the last may be shorter); ends with its error, with `cancelled`, or with
/// success.
domain::Status for_each_block(const PcmFile& pcm, const WorkControl& control,
                              const std::function<domain::Status(std::span<float>)>& take);
/// The same of what is left in `decoder`, in blocks of up to 120 ms.
domain::Status for_each_decoded(OpusFileDecoder& decoder, const WorkControl& control,
                                const std::function<domain::Status(std::span<const float>)>& take);

}  // namespace village::media
