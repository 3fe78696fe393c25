// village-speech: Vietnamese text (UTF-8) on standard input becomes mono 48 kHz s16le samples on standard output, read
// by espeak-ng's northern voice. A program of its own because libespeak-ng is GPL-3, keeps global state and parses what
// people paste; it limits itself and closes its doors as village-decoder does.
#include <fmt/format.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cstdio>

#include <optional>

#include "controller/media/child/closed_doors.hpp"
#include "controller/media/child/input_bytes.hpp"
#include "controller/media/child/limits.hpp"
#include "controller/media/child/pcm_output.hpp"
#include "controller/media/child/speech_text.hpp"
#include "controller/media/speech/espeak.hpp"
#include "controller/media/speech/resampler.hpp"

namespace village::media {
namespace {

constexpr std::uint64_t text_bytes_max = speech_text_characters_max * 4;
constexpr std::uint64_t samples_max = 2ULL * 3600 * 48'000;
constexpr int calm_words_per_minute = 150;  // Slower than espeak's 175: horns in the open echo.
constexpr ChildLimits limits{.address_space_bytes = 400'000'000, .cpu_seconds = 120, .output_bytes = samples_max * 2};

constexpr const char* help_text =
    "village-speech [--speed 0.5..2] < text > samples\n"
    "  Reads Vietnamese text (UTF-8, at most 20,000 characters) aloud: mono 48 kHz signed 16 bit samples.\n"
    "  --check-sandbox   close the doors, try every one of them, say which hold\n"
    "Exit status: 0 done, 2 cannot start, 10 cannot be read aloud, 11 nothing to say, 13 too long a sound, 14 too long "
    "a text,\n"
    "15 samples could not be written, 16 could not be confined.\n";

ChildExit complain(ChildExit status, std::string_view sentence) {
    fmt::print(stderr, "village-speech: {}\n", sentence);
    return status;
}

ChildExit judge(SpeechTextProblem problem) {
    switch (problem) {
        case SpeechTextProblem::none: return ChildExit::done;
        case SpeechTextProblem::not_utf8: return complain(ChildExit::unreadable, "the text is not UTF-8");
        case SpeechTextProblem::control_character: return complain(ChildExit::unreadable, "the text holds control characters");
        case SpeechTextProblem::too_long: return complain(ChildExit::too_large, "the text is longer than 20,000 characters");
        case SpeechTextProblem::nothing_to_say: return complain(ChildExit::empty, "the text has no letter and no digit");
    }
    return ChildExit::unreadable;
}

ChildExit speak(const std::string& text, double speed) {
    Espeak voice(static_cast<int>(calm_words_per_minute * speed));
    if (voice.rate_hz() == 0)
        return complain(ChildExit::cannot_start,
                        "the voice is missing: install the Debian packages libespeak-ng1 and espeak-ng-data");
    Resampler resampler(voice.rate_hz(), 48'000);
    if (!close_the_doors()) return complain(ChildExit::not_confined, "the seccomp filter could not be loaded");

    PcmOutput output(samples_max);
    auto status = ChildExit::done;
    const bool said = voice.say(text, [&](std::span<const std::int16_t> samples) {
        status = output.write(resampler.process(samples));
        return status == ChildExit::done;
    });
    if (status != ChildExit::done) return status;
    if (!said) return complain(ChildExit::unreadable, "espeak-ng could not read the text");
    status = output.write(resampler.flush());
    return output.samples() == 0 ? complain(ChildExit::empty, "the text makes no sound") : status;
}

ChildExit read_and_speak(double speed) {
    if (!apply_limits(limits)) return complain(ChildExit::not_confined, "the limits could not be set");
    const auto input = map_standard_input(text_bytes_max);
    if (input.problem == InputProblem::too_large) return judge(SpeechTextProblem::too_long);
    if (input.problem == InputProblem::unreadable) return complain(ChildExit::cannot_start, "standard input cannot be read");
    const std::string text(input.bytes.begin(), input.bytes.end());
    const auto verdict = judge(find_problem(text));
    return verdict == ChildExit::done ? speak(text, speed) : verdict;
}

std::optional<double> read_speed(const char* text) {
    char* end = nullptr;
    const double speed = strtod(text, &end);
    const bool valid = end != text && *end == '\0' && speed >= 0.5 && speed <= 2;
    return valid ? std::optional(speed) : std::nullopt;
}

ChildExit run(int count, char** arguments) {
    if (count == 1) return read_and_speak(1.0);
    if (count == 3 && strcmp(arguments[1], "--speed") == 0)
        if (const auto speed = read_speed(arguments[2])) return read_and_speak(*speed);
    if (count == 2 && strcmp(arguments[1], "--check-sandbox") == 0)
        return apply_limits(limits) && close_the_doors() && doors_are_closed() ? ChildExit::done : ChildExit::not_confined;
    const bool asked = count == 2 && strcmp(arguments[1], "--help") == 0;
    fmt::print(asked ? stdout : stderr, "{}", help_text);
    return asked ? ChildExit::done : ChildExit::cannot_start;
}

}  // namespace
}  // namespace village::media

int main(int count, char** arguments) {
    const auto status = village::media::run(count, arguments);
    fflush(nullptr);
    _exit(static_cast<int>(status));
}
