// The 256 Vietnamese syllables of the six words, one per byte; PROTOCOL.md's appendix and vectors/syllables.txt hold the same.
#pragma once

#include <array>
#include <string_view>

namespace village::protocol {

extern const std::array<std::string_view, 256> syllables;

}  // namespace village::protocol
