// Lists come in pages: a bounded number of rows and an opaque cursor to the next ones.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace village::ports {

struct PageRequest {
    std::string cursor;        ///< Empty: from the newest.
    std::uint16_t limit = 50;  ///< 1 to 200; larger is clamped.
};

template <class Row>
struct Page {
    std::vector<Row> rows;
    std::string next_cursor;  ///< Empty: there are no more.
};

}  // namespace village::ports
