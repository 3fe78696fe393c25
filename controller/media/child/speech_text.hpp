// Can this be read aloud? Compiled into both sides: the controller refuses early with a sentence, the child does not
// trust it.
#pragma once

#include <cstddef>
#include <string_view>

namespace village::media {

inline constexpr std::size_t speech_text_characters_max = 20'000;

enum class SpeechTextProblem { none, not_utf8, control_character, too_long, nothing_to_say };

/// Valid UTF-8 (RFC 3629), no control characters but tab and line ends, at most 20,000 characters, at least one Latin
/// letter or digit (Vietnamese and the minority languages here are written in Latin letters).
SpeechTextProblem find_problem(std::string_view text);

}  // namespace village::media
