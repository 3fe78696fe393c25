// What kind of file is this, by its bytes and never by its name, and does it end where its container says? Decided by
// our own small readers before any decoder sees it, so that only the plugins this one format needs are ever loaded.
#pragma once

#include <cstdint>
#include <span>

namespace village::media {

enum class Container { unknown, wav, mpeg_audio, adts, mp4, ogg, flac, webm, amr_nb, amr_wb };

struct RecognisedFile {
    Container container = Container::unknown;
    std::span<const std::uint8_t> sound{};  ///< The file without an ID3v2 tag in front.
};

RecognisedFile recognise(std::span<const std::uint8_t> file);
/// "wav", "mp3", "aac", "m4a", "ogg", "flac", "webm", "amr": for people.
const char* container_name(Container container);

/// The container promises more bytes than there are, or its index or last page is missing. Containers written by a live
/// recorder without sizes promise nothing and are never called truncated.
bool ends_early(const RecognisedFile& file);
/// How long the header says the sound is, 0 if it does not say. Only FLAC's count is exact enough to be held to.
double promised_seconds(const RecognisedFile& file);

}  // namespace village::media
