#include "controller/web_api/base64.hpp"

namespace village::web_api {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string base64_text(domain::Bytes bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
        std::uint32_t group = std::uint32_t{bytes[at]} << 16;
        if (count > 1) group |= std::uint32_t{bytes[at + 1]} << 8;
        if (count > 2) group |= bytes[at + 2];
        text += alphabet[group >> 18];
        text += alphabet[(group >> 12) & 63];
        text += count > 1 ? alphabet[(group >> 6) & 63] : '=';
        text += count > 2 ? alphabet[group & 63] : '=';
    }
    return text;
}

std::optional<std::vector<std::uint8_t>> base64_bytes(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
    std::vector<std::uint8_t> bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t collected = 0;
    unsigned bits = 0;
    for (const char one : text.substr(0, text.size() - padding)) {
        const auto value = alphabet.find(one);
        if (value == std::string_view::npos) return std::nullopt;
        collected = (collected << 6) | static_cast<std::uint32_t>(value);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes.push_back(static_cast<std::uint8_t>(collected >> bits));
        collected &= (1u << bits) - 1;
    }
    if (collected != 0) return std::nullopt;
    return bytes;
}

}  // namespace village::web_api
