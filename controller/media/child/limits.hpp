// The hard limits a child of the media room puts on itself before it reads one byte of what it was given.
#pragma once

#include <cstdint>

namespace village::media {

struct ChildLimits {
    std::uint64_t address_space_bytes;
    std::uint64_t cpu_seconds;
    std::uint64_t output_bytes;  ///< RLIMIT_FSIZE: a write beyond it fails.
};

/// Also: no core file, no new privileges, killed when the parent's thread ends. False if the kernel refuses one of
/// them.
bool apply_limits(const ChildLimits& limits);

}  // namespace village::media
