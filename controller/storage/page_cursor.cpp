#include "controller/storage/page_cursor.hpp"

#include <algorithm>
#include <cstring>

#include "scheduler/domain/sha256.hpp"

namespace village::storage {

std::string PageCursor::text() const {
    std::array<std::uint8_t, 24> bytes{};
    for (int i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(key) >> (56 - 8 * i));
    std::memcpy(bytes.data() + 8, id.data(), id.size());
    return domain::hex_text(bytes);
}

domain::Result<PageCursor> PageCursor::parse(const std::string& text) {
    PageCursor cursor;
    if (text.empty()) return cursor;
    const auto bytes = domain::hex_decode(text);
    if (!bytes || bytes->size() != 24)
        return domain::Error{domain::ErrorCode::invalid_argument, "this cursor was not made by this server"};
    std::uint64_t key = 0;
    for (int i = 0; i < 8; ++i) key = key << 8 | static_cast<std::uint8_t>((*bytes)[i]);
    cursor.key = static_cast<std::int64_t>(key);
    std::memcpy(cursor.id.data(), bytes->data() + 8, cursor.id.size());
    return cursor;
}

std::uint16_t page_limit(std::uint16_t wanted) { return std::clamp<std::uint16_t>(wanted, 1, page_rows_max); }

}  // namespace village::storage
