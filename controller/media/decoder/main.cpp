// village-decoder: one sound file that somebody uploaded comes in on standard input, mono 48 kHz s16le samples go out
// on standard output, facts as JSON lines on descriptor 3, a sentence for the log on standard error. It trusts nothing
// it reads: before the first byte is looked at it limits itself, and before the first decoder runs it gives up files,
// sockets and programs for ever.
#include <fmt/format.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cstdio>

#include "controller/media/child/closed_doors.hpp"
#include "controller/media/child/input_bytes.hpp"
#include "controller/media/child/limits.hpp"
#include "controller/media/child/pcm_output.hpp"
#include "controller/media/decoder/container.hpp"
#include "controller/media/decoder/facts.hpp"
#include "controller/media/decoder/pipeline.hpp"
#include "controller/media/decoder/plugins.hpp"

namespace village::media {
namespace {

constexpr std::uint64_t input_bytes_max = 300'000'000;
constexpr std::uint64_t samples_max = 2ULL * 3600 * 48'000;
constexpr double flac_tolerance_seconds = 0.1;
// The mapped input, GStreamer and its decoders with their threads' stacks.
constexpr ChildLimits limits{.address_space_bytes = 1'200'000'000, .cpu_seconds = 600, .output_bytes = samples_max * 2 + 4096};

constexpr const char* help_text =
    "village-decoder [--accept-truncated] < sound file > samples\n"
    "  Decodes one WAV, MP3, M4A/AAC, 3GP, Ogg, Opus, FLAC, WebM or AMR file to mono 48 kHz signed 16 bit samples.\n"
    "  --accept-truncated   give what is there of a file that ends early\n"
    "  --check-sandbox      close the doors, try every one of them, say which hold\n"
    "Exit status: 0 done, 2 cannot start, 10 unreadable, 11 empty, 12 truncated, 13 longer than 2 h, 14 larger than "
    "300 MB,\n"
    "15 samples could not be written, 16 could not be confined.\n";

ChildExit complain(ChildExit status, std::string_view sentence) {
    fmt::print(stderr, "village-decoder: {}\n", sentence);
    return status;
}

ChildExit check_sandbox() {
    if (!apply_limits(limits)) return complain(ChildExit::not_confined, "the limits could not be set");
    if (!close_the_doors()) return complain(ChildExit::not_confined, "the seccomp filter could not be loaded");
    return doors_are_closed() ? ChildExit::done : ChildExit::not_confined;
}

ChildExit judge_end(ChildExit status, const std::string& problem, std::uint64_t samples, double promised, bool accept_truncated) {
    if (status != ChildExit::done && status != ChildExit::unreadable) return status;
    if (samples == 0 && status == ChildExit::unreadable) return complain(status, problem);
    if (samples == 0) return complain(ChildExit::empty, "there is no sound in the file");
    const bool short_of_promise = static_cast<double>(samples) / 48'000 + flac_tolerance_seconds < promised;
    if ((status == ChildExit::unreadable || short_of_promise) && !accept_truncated)
        return complain(ChildExit::truncated, problem.empty() ? "the file ends early" : problem);
    return ChildExit::done;
}

ChildExit decode(const RecognisedFile& file, bool accept_truncated) {
    if (auto problem = load_plugins(file.container); !problem.empty()) return complain(ChildExit::cannot_start, problem);
    Pipeline pipeline(file);
    if (!pipeline.is_built()) return complain(ChildExit::cannot_start, "GStreamer's basic elements are missing");
    if (!close_the_doors()) return complain(ChildExit::not_confined, "the seccomp filter could not be loaded");

    PcmOutput output(samples_max);
    Facts facts;
    std::string problem;
    const auto status = pipeline.run(
        [&](std::span<const std::int16_t> samples, double share) {
            facts.progress(share);
            return output.write(samples);
        },
        problem);
    const auto verdict = judge_end(status, problem, output.samples(), promised_seconds(file), accept_truncated);
    if (verdict == ChildExit::done) facts.finished(file.container, output.samples());
    return verdict;
}

ChildExit read_and_decode(bool accept_truncated) {
    if (!apply_limits(limits)) return complain(ChildExit::not_confined, "the limits could not be set");
    const auto input = map_standard_input(input_bytes_max);
    if (input.problem == InputProblem::too_large) return complain(ChildExit::too_large, "the file is larger than 300 MB");
    if (input.problem == InputProblem::unreadable) return complain(ChildExit::cannot_start, "standard input cannot be read");
    if (input.bytes.empty()) return complain(ChildExit::empty, "the file has 0 bytes");
    const auto file = recognise(input.bytes);
    if (file.container == Container::unknown) return complain(ChildExit::unreadable, "this is no sound file we know");
    if (!accept_truncated && ends_early(file)) return complain(ChildExit::truncated, "the file ends early");
    return decode(file, accept_truncated);
}

ChildExit run(int count, char** arguments) {
    if (count == 1) return read_and_decode(false);
    if (count == 2 && strcmp(arguments[1], "--accept-truncated") == 0) return read_and_decode(true);
    if (count == 2 && strcmp(arguments[1], "--check-sandbox") == 0) return check_sandbox();
    if (count == 2 && strcmp(arguments[1], "--help") == 0) {
        fmt::print("{}", help_text);
        return ChildExit::done;
    }
    fmt::print(stderr, "{}", help_text);
    return ChildExit::cannot_start;
}

}  // namespace
}  // namespace village::media

int main(int count, char** arguments) {
    village::media::Facts::reserve();
    const auto status = village::media::run(count, arguments);
    fflush(nullptr);
    // The libraries' own clean-up is of no use to anybody and would meet closed doors.
    _exit(static_cast<int>(status));
}
