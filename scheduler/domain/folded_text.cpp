#include "scheduler/domain/folded_text.hpp"

#include <algorithm>
#include <cstdint>

namespace village::domain {
namespace {

// The base letter of each character, '.' where it has none: U+00C0 to U+01B0 and U+1EA0 to U+1EF9 hold all of Vietnamese.
constexpr std::string_view latin_from_00c0 =
    "aaaaaa.ceeeeiiiidnooooo..uuuuy..aaaaaa.ceeeeiiii.nooooo..uuuuy.yaaaaaaccccccccddddeeeeeeeeeegggg"
    "gggghh..iiiiiiiii...jjkk.llllll....nnnnnn...oooooo..rrrrrrsssssssstttt..uuuuuuuuuuuuwwyyyzzzzzz."
    "................................oo.............uu";
constexpr std::string_view latin_from_1ea0 =
    "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy";

struct Character {
    char32_t value = 0;
    std::size_t length = 1;
    bool good = false;
};

bool continues(std::string_view text, std::size_t at) {
    return at < text.size() && (static_cast<std::uint8_t>(text[at]) & 0xc0) == 0x80;
}

Character read_character(std::string_view text, std::size_t at) {
    const auto first = static_cast<std::uint8_t>(text[at]);
    if (first < 0x80) return {first, 1, true};
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 0;
    if (length == 0 || first >= 0xf8) return {};
    char32_t value = first & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if (!continues(text, at + i)) return {};
        value = value << 6 | (static_cast<std::uint8_t>(text[at + i]) & 0x3f);
    }
    return {value, length, true};
}

char base_letter(char32_t character) {
    if (character >= 0xc0 && character < 0xc0 + latin_from_00c0.size()) return latin_from_00c0[character - 0xc0];
    if (character >= 0x1ea0 && character < 0x1ea0 + latin_from_1ea0.size()) return latin_from_1ea0[character - 0x1ea0];
    return '.';
}

bool is_mark(char32_t character) { return character >= 0x300 && character <= 0x36f; }

}  // namespace

std::string fold_text(std::string_view utf8) {
    std::string folded;
    folded.reserve(utf8.size());
    for (std::size_t at = 0; at < utf8.size();) {
        const auto character = read_character(utf8, at);
        const char base = base_letter(character.value);
        if (!character.good || is_mark(character.value)) {
            // Left out.
        } else if (base != '.') {
            folded += base;
        } else if (character.value >= 'A' && character.value <= 'Z') {
            folded += static_cast<char>(character.value + ('a' - 'A'));
        } else {
            folded += utf8.substr(at, character.length);
        }
        at += character.length;
    }
    return folded;
}

bool is_named_in(std::span<const std::string> names, std::string_view name) {
    const auto wanted = fold_text(name);
    return std::ranges::any_of(names, [&](const std::string& one) { return fold_text(one) == wanted; });
}

}  // namespace village::domain
