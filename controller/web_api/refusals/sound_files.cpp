// Sound files.
#include "controller/web_api/refusals/refusals.hpp"

namespace village::web_api {
namespace {

using domain::ErrorCode;

constexpr RefusalLine of_sound_files[] = {
    {ErrorCode::audio_unreadable, "", "choose_other_file", "Không đọc được tệp này. Hãy chọn tệp ghi âm khác (MP3, WAV, M4A…).",
     "This file cannot be read. Choose another recording (MP3, WAV, M4A…)."},
    {ErrorCode::audio_empty, "", "choose_other_file", "Tệp này trống. Hãy chọn tệp khác.", "This file is empty. Choose another."},
    {ErrorCode::audio_silent, "", "choose_other_file", "Tệp này không có tiếng. Hãy nghe lại tệp gốc.",
     "There is no sound in this file. Listen to the original."},
    {ErrorCode::audio_truncated, "", "choose_other_file", "Tệp này bị hỏng ở giữa chừng. Hãy chép lại tệp gốc.",
     "This file breaks off in the middle. Copy the original again."},
    {ErrorCode::audio_too_long, "", "shorten", "Tệp này dài quá giới hạn. Hãy cắt bớt rồi gửi lại.",
     "This file is longer than the limit. Cut it and send it again."},
    {ErrorCode::speech_failed, "", "correct_input", "Máy chưa đọc được văn bản này. Xem lại chữ viết rồi thử lại.",
     "This text could not be spoken. Check the spelling and try again."},
};

}  // namespace

std::span<const RefusalLine> sound_files_refusals() { return of_sound_files; }

}  // namespace village::web_api
