#include "controller/media/child/speech_text.hpp"

#include <cstdint>

namespace village::media {
namespace {

constexpr std::uint32_t invalid = 0xFFFFFFFF;

// Takes one character off the front; shortest form only, no surrogates (RFC 3629, section 4).
std::uint32_t take_character(std::string_view& text) {
    const auto first = static_cast<std::uint8_t>(text.front());
    const std::size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (length == 0 || length > text.size()) return invalid;
    constexpr std::uint32_t smallest[5] = {0, 0, 0x80, 0x800, 0x10000};
    std::uint32_t character = length == 1 ? first : first & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<std::uint8_t>(text[i]);
        if ((next & 0xC0) != 0x80) return invalid;
        character = character << 6 | (next & 0x3FU);
    }
    text.remove_prefix(length);
    const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
    return character < smallest[length] || surrogate || character > 0x10FFFF ? invalid : character;
}

bool is_control(std::uint32_t c) { return (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || (c >= 0x7F && c < 0xA0); }

bool can_be_said(std::uint32_t c) {
    const bool ascii = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    const bool latin = (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) || (c >= 0x1E00 && c <= 0x1EFF);
    return ascii || latin;
}

}  // namespace

SpeechTextProblem find_problem(std::string_view text) {
    bool something_to_say = false;
    for (std::size_t characters = 0; !text.empty(); ++characters) {
        if (characters == speech_text_characters_max) return SpeechTextProblem::too_long;
        const auto character = take_character(text);
        if (character == invalid) return SpeechTextProblem::not_utf8;
        if (is_control(character)) return SpeechTextProblem::control_character;
        something_to_say = something_to_say || can_be_said(character);
    }
    return something_to_say ? SpeechTextProblem::none : SpeechTextProblem::nothing_to_say;
}

}  // namespace village::media
