// MPEG audio frame headers (ISO 11172-3, 13818-3), as far as needed to know an MP3 from a text and a whole one from a
// cut one.
#pragma once

#include "controller/media/decoder/byte_reader.hpp"

namespace village::media {

/// Bytes of the frame that begins at `at`; 0 if no valid header stands there.
std::size_t mpeg_frame_bytes(FileBytes bytes, std::size_t at);
/// Where the first of three frames in a row begins within the first 64 KiB, or of fewer that fill the whole file;
/// `not_found_at` if nowhere.
std::size_t find_mpeg_frames(FileBytes bytes);
/// The bytes that a Xing or Info header promises, counted from its own frame; 0 without one.
std::uint64_t xing_bytes(FileBytes bytes, std::size_t first_frame);

/// Bytes of the ADTS frame at `at`; 0 if none.
std::size_t adts_frame_bytes(FileBytes bytes, std::size_t at);

inline constexpr std::size_t not_found_at = static_cast<std::size_t>(-1);

}  // namespace village::media
