// The whole standard input as read-only memory. A regular file is mapped; anything else (a pipe) is first copied into a
// nameless memory file, because containers such as M4A keep their index at the end.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace village::media {

enum class InputProblem { none, too_large, unreadable };

struct InputBytes {
    std::span<const std::uint8_t> bytes{};
    InputProblem problem = InputProblem::none;
};

/// For the life of the process. Must come before `close_the_doors`.
InputBytes map_standard_input(std::uint64_t bytes_max);

}  // namespace village::media
