#include "controller/web_api/sound_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace village::web_api {
namespace {

std::optional<std::uint64_t> number_of(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace

std::optional<ByteRange> read_range(std::string_view header, std::uint64_t size) {
    constexpr std::string_view unit = "bytes=";
    if (!header.starts_with(unit)) return std::nullopt;
    header.remove_prefix(unit.size());
    const auto hyphen = header.find('-');
    if (hyphen == std::string_view::npos) return std::nullopt;
    const auto first = number_of(header.substr(0, hyphen));
    const auto last = number_of(header.substr(hyphen + 1));
    if (hyphen == 0) {  // "-500": the last 500 bytes.
        if (!last) return std::nullopt;
        const auto length = std::min(*last, size);
        return ByteRange{size - length, length};
    }
    if (!first || (!last && hyphen + 1 != header.size()) || (last && *last < *first)) return std::nullopt;
    if (*first >= size) return ByteRange{size, 0};
    const auto end = last ? std::min(*last, size - 1) : size - 1;
    return ByteRange{*first, end - *first + 1};
}

Answer answer_sound(const Request& request, const domain::AudioContent& content) {
    Answer answer;
    answer.content_type = "audio/ogg";
    answer.blob = BlobBody{content.hash, 0, content.size_bytes};
    // The hash names the bytes for ever; only the signed-in browser keeps them.
    answer.headers = {{"Accept-Ranges", "bytes"},
                      {"ETag", fmt::format("\"{}\"", content.hash.text().substr(0, 24))},
                      {"Cache-Control", "private, max-age=3600"}};
    const auto range = read_range(request.header("range"), content.size_bytes);
    if (!range) return answer;
    if (range->length == 0) {
        auto refused = answer_problem(
            Problem{{domain::ErrorCode::invalid_argument, "the range lies behind the end of the sound"}, {}, 416, {}});
        refused.headers.emplace_back("Content-Range", fmt::format("bytes */{}", content.size_bytes));
        return refused;
    }
    answer.status = 206;
    answer.blob = BlobBody{content.hash, range->offset, range->length};
    answer.headers.emplace_back(
        "Content-Range", fmt::format("bytes {}-{}/{}", range->offset, range->offset + range->length - 1, content.size_bytes));
    return answer;
}

}  // namespace village::web_api
