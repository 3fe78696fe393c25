#include "controller/media/speech_voice.hpp"

#include <fmt/format.h>

#include "controller/media/child/exit_status.hpp"
#include "controller/media/child/speech_text.hpp"
#include "controller/media/child_process.hpp"

namespace village::media {
namespace {

using domain::Error;
using domain::ErrorCode;

Error error_of(const ChildOutcome& outcome) {
    if (outcome.signal != 0)
        return {ErrorCode::speech_failed, fmt::format("the voice was ended by this text (signal {})", outcome.signal)};
    switch (static_cast<ChildExit>(outcome.exit_status)) {
        case ChildExit::too_long: return {ErrorCode::too_long, "reading it aloud takes longer than 2 hours"};
        case ChildExit::output_failed: return {ErrorCode::disk_full, "there is no room for the spoken text"};
        case ChildExit::cannot_start:
        case ChildExit::not_confined: return {ErrorCode::unavailable, outcome.complaint};
        default: return {ErrorCode::speech_failed, "the text cannot be read aloud"};
    }
}

}  // namespace

domain::Status check_speech_text(std::string_view text) {
    switch (find_problem(text)) {
        case SpeechTextProblem::none: return {};
        case SpeechTextProblem::not_utf8: return Error{ErrorCode::invalid_argument, "the text is not UTF-8"};
        case SpeechTextProblem::control_character: return Error{ErrorCode::invalid_argument, "the text holds control characters"};
        case SpeechTextProblem::too_long: return Error{ErrorCode::too_long, "the text is longer than 20,000 characters"};
        case SpeechTextProblem::nothing_to_say: break;
    }
    return Error{ErrorCode::invalid_argument, "there is nothing to read aloud: the text has no letter and no digit"};
}

std::string_view EspeakVoice::display_name() const { return "Giọng máy miền Bắc (espeak-ng)"; }

domain::Result<PcmFile> EspeakVoice::speak(const SpeechRequest& request, const WorkControl& control) {
    if (auto status = check_speech_text(request.text); !status) return status.error();
    if (!(request.speed >= 0.5 && request.speed <= 2))
        return Error{ErrorCode::invalid_argument, "the speed is not between 0.5 and 2"};
    auto input = text_as_input(request.text);
    if (!input) return input.error();
    auto pcm = PcmFile::create(options_.work_folder);
    if (!pcm) return pcm.error();
    ChildCommand command{.program = options_.program, .input = input->number(), .output = pcm->descriptor()};
    command.arguments = {"--speed", fmt::format("{:.2f}", request.speed)};
    command.time_limit = options_.time_limit;
    const auto outcome = run_child(command, control);
    if (!outcome) return outcome.error();
    if (outcome->signal != 0 || outcome->exit_status != static_cast<int>(ChildExit::done)) return error_of(*outcome);
    return std::move(*pcm);
}

}  // namespace village::media
