#include "controller/sessions/byte_range.hpp"

#include <algorithm>
#include <charconv>

namespace village::sessions {
namespace {

std::optional<std::uint64_t> number(std::string_view digits) {
    std::uint64_t value = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || failure != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

domain::Error malformed() {
    return {domain::ErrorCode::malformed, "Range has to be one range of bytes, as in \"bytes=0-65535\""};
}

std::optional<ByteRange> last_bytes(std::uint64_t wanted, std::uint64_t size) {
    const auto length = std::min(wanted, size);
    if (length == 0) return std::nullopt;
    return ByteRange{size - length, length};
}

}  // namespace

domain::Result<std::optional<ByteRange>> parse_range(std::string_view header, std::uint64_t size) {
    constexpr std::string_view unit = "bytes=";
    if (!header.starts_with(unit)) return malformed();
    header.remove_prefix(unit.size());
    const auto dash = header.find('-');
    if (dash == std::string_view::npos) return malformed();
    const auto from = header.substr(0, dash), to = header.substr(dash + 1);
    const auto first = number(from), last = number(to);
    if ((!from.empty() && !first) || (!to.empty() && !last) || (from.empty() && to.empty())) return malformed();
    if (!first) return last_bytes(*last, size);
    if (last && *last < *first) return malformed();
    if (*first >= size) return std::optional<ByteRange>{};
    const auto end = last ? std::min(*last, size - 1) : size - 1;
    return std::optional{ByteRange{*first, end - *first + 1}};
}

}  // namespace village::sessions
