#include "controller/media/decoder/container.hpp"

#include "controller/media/decoder/mpeg_frames.hpp"

namespace village::media {
namespace {

// ID3v2 (id3.org, 3.1): a size of four times seven bits, not counting the header of ten bytes.
FileBytes without_id3(FileBytes file) {
    for (int tags = 0; tags < 4 && has_text(file, 0, "ID3"); ++tags) {
        const auto size = big_endian(file, 6, 4);
        const auto bytes = (size & 0x7F) | (size >> 1 & 0x3F80) | (size >> 2 & 0x1FC000) | (size >> 3 & 0xFE00000);
        const auto footer = file.size() > 5 && (file[5] & 0x10) ? 10U : 0U;
        if (bytes + footer + 10 > file.size()) return {};
        file = file.subspan(bytes + footer + 10);
    }
    return file;
}

bool is_adts(FileBytes file) {
    const auto length = adts_frame_bytes(file, 0);
    return length > 0 && (length >= file.size() || adts_frame_bytes(file, length) > 0);
}

Container container_of(FileBytes file) {
    if (has_text(file, 0, "RIFF") && has_text(file, 8, "WAVE")) return Container::wav;
    if (has_text(file, 4, "ftyp")) return Container::mp4;
    if (has_text(file, 0, "OggS")) return Container::ogg;
    if (has_text(file, 0, "fLaC")) return Container::flac;
    if (big_endian(file, 0, 4) == 0x1A45DFA3) return Container::webm;
    if (has_text(file, 0, "#!AMR-WB\n")) return Container::amr_wb;
    if (has_text(file, 0, "#!AMR\n")) return Container::amr_nb;
    if (is_adts(file)) return Container::adts;
    if (find_mpeg_frames(file) != not_found_at) return Container::mpeg_audio;
    return Container::unknown;
}

// RIFF (Microsoft, 1991): chunks of an id, a size and a body, padded to even. 0 and 2^32-1 stand for "was not known".
bool wav_ends_early(FileBytes file) {
    std::uint64_t at = 12;
    while (at + 8 <= file.size()) {
        const auto size = little_endian(file, at + 4, 4);
        const bool unknown = size == 0 || size >= 0xFFFFFF00;
        if (has_text(file, at, "data")) return !unknown && at + 8 + size > file.size();
        at += 8 + size + (size & 1);
    }
    return true;
}

bool mpeg_ends_early(FileBytes file) {
    const auto first = find_mpeg_frames(file);
    const auto promised = xing_bytes(file, first);
    return promised > file.size() - first;
}

// A chain of frames whose lengths `frame_bytes` knows; the last one has to be whole.
template <class FrameBytes>
bool last_frame_is_cut(FileBytes file, std::size_t at, FrameBytes frame_bytes) {
    while (at < file.size()) {
        const std::size_t length = frame_bytes(file, at);
        if (length == 0) return false;
        if (length > file.size() - at) return true;
        at += length;
    }
    return false;
}

// RFC 4867, 5.3: one byte of header with the frame type, then that type's bytes.
std::size_t amr_nb_frame(FileBytes file, std::size_t at) {
    constexpr std::uint8_t bytes[16] = {13, 14, 16, 18, 20, 21, 27, 32, 6, 0, 0, 0, 0, 0, 0, 1};
    return bytes[file[at] >> 3 & 15];
}
std::size_t amr_wb_frame(FileBytes file, std::size_t at) {
    constexpr std::uint8_t bytes[16] = {18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1};
    return bytes[file[at] >> 3 & 15];
}

// ISO 14496-12: boxes one after the other have to end exactly with the file, and without "moov" nothing can be played.
bool mp4_ends_early(FileBytes file) {
    bool has_index = false;
    std::uint64_t at = 0;
    while (at + 8 <= file.size()) {
        has_index = has_index || has_text(file, at + 4, "moov");
        auto size = big_endian(file, at, 4);
        if (size == 0) return !has_index;
        if (size == 1) size = big_endian(file, at + 8, 8);
        if (size < 8 || size > file.size() - at) return true;
        at += size;
    }
    return at != file.size() || !has_index;
}

// RFC 3533: pages one after the other; the last one carries the end-of-stream flag (4).
bool ogg_ends_early(FileBytes file) {
    std::size_t at = 0;
    bool ended = false;
    while (has_text(file, at, "OggS") && file.size() - at >= 27) {
        const std::size_t segments = file[at + 26];
        if (file.size() - at < 27 + segments) return true;
        std::size_t bytes = 27 + segments;
        for (std::size_t i = 0; i < segments; ++i) bytes += file[at + 27 + i];
        if (bytes > file.size() - at) return true;
        ended = (file[at + 5] & 4) != 0;
        at += bytes;
    }
    return !ended;
}

// EBML (RFC 8794): a variable-length size; all ones stand for "not known", as live recorders write.
struct EbmlSize {
    std::uint64_t bytes = 0;
    std::size_t width = 0;
    bool known = false;
};
EbmlSize ebml_size(FileBytes file, std::size_t at) {
    const auto first = big_endian(file, at, 1);
    std::size_t width = 1;
    while (width <= 8 && !(first & (0x80U >> (width - 1)))) ++width;
    if (width > 8) return {};
    const std::uint64_t all_ones = (std::uint64_t{1} << (7 * width)) - 1;
    const auto value = big_endian(file, at, width) & all_ones;
    return {value, width, value != all_ones};
}
bool webm_ends_early(FileBytes file) {
    const auto head = ebml_size(file, 4);
    if (!head.known || head.bytes > file.size()) return true;
    const auto segment_at = 4 + head.width + head.bytes;
    if (big_endian(file, segment_at, 4) != 0x18538067) return false;
    const auto segment = ebml_size(file, segment_at + 4);
    if (!segment.known) return false;
    const auto body = segment_at + 4 + segment.width;
    return body > file.size() || segment.bytes > file.size() - body;
}

}  // namespace

RecognisedFile recognise(std::span<const std::uint8_t> file) {
    const auto sound = without_id3(file);
    return {container_of(sound), sound};
}

const char* container_name(Container container) {
    switch (container) {
        case Container::wav: return "wav";
        case Container::mpeg_audio: return "mp3";
        case Container::adts: return "aac";
        case Container::mp4: return "m4a";
        case Container::ogg: return "ogg";
        case Container::flac: return "flac";
        case Container::webm: return "webm";
        case Container::amr_nb:
        case Container::amr_wb: return "amr";
        case Container::unknown: break;
    }
    return "unknown";
}

bool ends_early(const RecognisedFile& file) {
    switch (file.container) {
        case Container::wav: return wav_ends_early(file.sound);
        case Container::mpeg_audio: return mpeg_ends_early(file.sound);
        case Container::adts: return last_frame_is_cut(file.sound, 0, adts_frame_bytes);
        case Container::amr_nb: return last_frame_is_cut(file.sound, 6, amr_nb_frame);
        case Container::amr_wb: return last_frame_is_cut(file.sound, 9, amr_wb_frame);
        case Container::mp4: return mp4_ends_early(file.sound);
        case Container::ogg: return ogg_ends_early(file.sound);
        case Container::webm: return webm_ends_early(file.sound);
        case Container::flac:
        case Container::unknown: break;
    }
    return false;
}

// STREAMINFO (RFC 9639, 8.2): 20 bits of rate and 36 bits of sample count.
double promised_seconds(const RecognisedFile& file) {
    if (file.container != Container::flac) return 0;
    const auto rate = big_endian(file.sound, 18, 4) >> 12;
    const auto samples = big_endian(file.sound, 21, 5) & 0xFFFFFFFFFULL;
    return rate == 0 ? 0 : static_cast<double>(samples) / static_cast<double>(rate);
}

}  // namespace village::media
