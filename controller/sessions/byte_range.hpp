// The Range header of a prefetch (RFC 9110, 14.1.2), one range at a time. Pure and bounded; fuzzed.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "scheduler/domain/error.hpp"

namespace village::sessions {

struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t length = 0;  ///< At least 1.
    bool operator==(const ByteRange&) const = default;
};

/// "bytes=a-b", "bytes=a-", "bytes=-n". `malformed` when it is none of them or names several; nothing when no byte of a file
/// of `size` is meant (416).
domain::Result<std::optional<ByteRange>> parse_range(std::string_view header, std::uint64_t size);

}  // namespace village::sessions
