#include "controller/media/decode.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

#include "controller/media/child/exit_status.hpp"
#include "controller/media/child_process.hpp"

namespace village::media {
namespace {

using domain::Error;
using domain::ErrorCode;

domain::Result<Descriptor> open_upload(const std::filesystem::path& path) {
    Descriptor upload(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!upload.is_open()) return Error{ErrorCode::not_found, fmt::format("{}: {}", path.filename().string(), strerror(errno))};
    struct stat status {};
    if (fstat(upload.number(), &status) != 0 || !S_ISREG(status.st_mode))
        return Error{ErrorCode::not_found, fmt::format("{} is not a file", path.filename().string())};
    if (status.st_size == 0) return Error{ErrorCode::audio_empty, "the file has 0 bytes"};
    if (static_cast<std::uint64_t>(status.st_size) > upload_bytes_max)
        return Error{ErrorCode::too_large, "the file is larger than 300 MB"};
    return upload;
}

Error error_of_signal(int signal) {
    if (signal == SIGXCPU) return {ErrorCode::timed_out, "decoding it takes too much work"};
    return {ErrorCode::audio_unreadable, fmt::format("the decoder was ended by this file (signal {})", signal)};
}

Error error_of(const ChildOutcome& outcome) {
    if (outcome.signal != 0) return error_of_signal(outcome.signal);
    switch (static_cast<ChildExit>(outcome.exit_status)) {
        case ChildExit::empty: return {ErrorCode::audio_empty, "there is no sound in the file"};
        case ChildExit::truncated: return {ErrorCode::audio_truncated, "the file ends in the middle: was it copied whole?"};
        case ChildExit::too_long: return {ErrorCode::audio_too_long, "the recording is longer than 2 hours"};
        case ChildExit::too_large: return {ErrorCode::too_large, "the file is larger than 300 MB"};
        case ChildExit::output_failed: return {ErrorCode::disk_full, "there is no room for the decoded sound"};
        case ChildExit::unreadable:
            return {ErrorCode::audio_unreadable,
                    "this is no sound file we can read (WAV, MP3, M4A, Ogg, Opus, FLAC, WebM, AMR, 3GP)"};
        default: return {ErrorCode::unavailable, outcome.complaint};
    }
}

// The format is the only text taken from the child, and a file may have taken the child over: letters and digits only.
std::string format_in(const std::string& facts) {
    constexpr std::string_view key = "{\"format\":\"";
    const auto at = facts.rfind(key);
    std::string format;
    for (auto i = at == std::string::npos ? facts.size() : at + key.size(); i < facts.size() && format.size() < 8; ++i) {
        const char c = facts[i];
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) break;
        format += c;
    }
    return format;
}

}  // namespace

domain::Result<DecodedAudio> decode_file(const std::filesystem::path& upload, const DecodeOptions& options,
                                         const WorkControl& control) {
    auto input = open_upload(upload);
    if (!input) return input.error();
    auto pcm = PcmFile::create(options.work_folder);
    if (!pcm) return pcm.error();
    ChildCommand command{.program = options.decoder, .input = input->number(), .output = pcm->descriptor()};
    command.time_limit = options.time_limit;
    if (options.accept_truncated) command.arguments = {"--accept-truncated"};
    auto outcome = run_child(command, control);
    if (!outcome) return outcome.error();
    if (outcome->signal != 0 || outcome->exit_status != static_cast<int>(ChildExit::done)) return error_of(*outcome);
    return DecodedAudio{std::move(*pcm), format_in(outcome->facts)};
}

}  // namespace village::media
