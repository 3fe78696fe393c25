// How the media room's children say what happened: the exit status, the same for both. The parent turns it into an
// ErrorCode.
#pragma once

namespace village::media {

enum class ChildExit : int {
    done = 0,
    cannot_start = 2,    ///< Wrong use, a missing plugin or voice; a line on stderr says which.
    unreadable = 10,     ///< audio_unreadable, or speech_failed.
    empty = 11,          ///< audio_empty, or nothing to read aloud.
    truncated = 12,      ///< audio_truncated.
    too_long = 13,       ///< audio_too_long: the sound.
    too_large = 14,      ///< too_large: the input.
    output_failed = 15,  ///< disk_full: the samples could not be written.
    not_confined = 16,   ///< The limits or the filter could not be put on; nothing was read.
};

}  // namespace village::media
