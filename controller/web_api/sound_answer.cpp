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

std::string tag_text(const domain::AudioContent& content) { return content.hash.text().substr(0, 24); }

// A list of entity tags, or "*". Tags of this server hold no comma; a weak one names the same bytes here (RFC 9110, 13.1.2).
bool names_tag(std::string_view header, std::string_view tag) {
    while (!header.empty()) {
        const auto comma = std::min(header.find(','), header.size());
        auto one = header.substr(0, comma);
        header.remove_prefix(std::min(comma + 1, header.size()));
        while (one.starts_with(' ')) one.remove_prefix(1);
        while (one.ends_with(' ')) one.remove_suffix(1);
        if (one.starts_with("W/")) one.remove_prefix(2);
        if (one == "*" || one == tag) return true;
    }
    return false;
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

Sound sound_of(const domain::AudioContent& content) {
    return {{content.hash, false, 0, content.size_bytes}, "audio/ogg", fmt::format("\"{}\"", tag_text(content))};
}

domain::Result<Sound> listening_copy_of(const ports::BlobStore& blobs, const domain::AudioContent& content) {
    const auto size = blobs.listening_copy_size(content.hash);
    if (!size) return size.error();
    return Sound{{content.hash, true, 0, *size}, "audio/mpeg", fmt::format("\"{}-mp3\"", tag_text(content))};
}

Answer answer_sound(const Request& request, const Sound& sound) {
    Answer answer;
    // Asked for again each time, because an announcement may come to sound differently; only the signed-in browser keeps it.
    answer.headers = {{"Accept-Ranges", "bytes"}, {"ETag", sound.tag}, {"Cache-Control", "private, no-cache"}};
    if (names_tag(request.header("if-none-match"), sound.tag)) {
        answer.status = 304;
        return answer;
    }
    answer.content_type = sound.content_type;
    answer.blob = sound.whole;
    const auto size = sound.whole.length;
    const auto condition = request.header("if-range");
    const auto range = condition.empty() || condition == sound.tag ? read_range(request.header("range"), size) : std::nullopt;
    if (!range) return answer;
    if (range->length == 0) {
        auto refused = answer_problem(Problem{{domain::ErrorCode::invalid_argument, "the range lies behind the end of the sound",
                                               domain::BrokenRule{"range", fmt::to_string(size), {}}},
                                              {},
                                              416,
                                              {}});
        refused.headers.emplace_back("Content-Range", fmt::format("bytes */{}", size));
        return refused;
    }
    answer.status = 206;
    answer.blob->offset = range->offset;
    answer.blob->length = range->length;
    answer.headers.emplace_back("Content-Range",
                                fmt::format("bytes {}-{}/{}", range->offset, range->offset + range->length - 1, size));
    return answer;
}

}  // namespace village::web_api
