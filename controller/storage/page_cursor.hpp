// Where a page ended, as an opaque text: the moment and the id of its last row, or the number of a row.
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "scheduler/domain/ids.hpp"

namespace village::storage {

struct PageCursor {
    std::int64_t key = std::numeric_limits<std::int64_t>::max();  ///< The newest row comes first, before everything.
    domain::UuidBytes id = domain::UuidBytes{};

    std::string text() const;
    /// Empty text is the beginning; what is no cursor is `invalid_argument`.
    static domain::Result<PageCursor> parse(const std::string& text);
};

inline constexpr std::uint16_t page_rows_max = 200;
/// 1 to 200.
std::uint16_t page_limit(std::uint16_t wanted);

}  // namespace village::storage
