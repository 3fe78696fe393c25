#include "controller/media/decoder/mpeg_frames.hpp"

#include <algorithm>

namespace village::media {
namespace {

constexpr std::size_t search_bytes = 64 * 1024;
constexpr std::size_t frames_in_a_row = 3;
constexpr int rates_hz[3] = {44100, 48000, 32000};
// kbit/s by index; rows: MPEG-1 layers I, II, III, MPEG-2 layer I, MPEG-2 layers II and III.
constexpr int bitrates_kbps[5][15] = {
    {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
    {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
    {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
};

struct FrameHeader {
    bool valid = false;
    unsigned version = 0;  ///< 3 = MPEG-1, 2 = MPEG-2, 0 = MPEG-2.5.
    unsigned layer = 0;    ///< 1 to 3.
    int rate_hz = 0;
    int bitrate_bps = 0;
    unsigned padding = 0;
    bool mono = false;
};

FrameHeader read_header(FileBytes bytes, std::size_t at) {
    const auto word = static_cast<std::uint32_t>(big_endian(bytes, at, 4));
    FrameHeader header;
    header.version = word >> 19 & 3;
    header.layer = 4 - (word >> 17 & 3);
    const unsigned bitrate_index = word >> 12 & 15;
    const unsigned rate_index = word >> 10 & 3;
    if (word >> 21 != 0x7FF || header.version == 1 || header.layer == 4) return {};
    if (bitrate_index == 0 || bitrate_index == 15 || rate_index == 3) return {};
    const unsigned row = header.version == 3 ? header.layer - 1 : header.layer == 1 ? 3 : 4;
    header.bitrate_bps = bitrates_kbps[row][bitrate_index] * 1000;
    header.rate_hz = rates_hz[rate_index] >> (header.version == 3 ? 0 : header.version == 2 ? 1 : 2);
    header.padding = word >> 9 & 1;
    header.mono = (word >> 6 & 3) == 3;
    header.valid = true;
    return header;
}

bool frames_follow(FileBytes bytes, std::size_t first) {
    std::size_t at = first;
    for (std::size_t frame = 0; frame < frames_in_a_row; ++frame) {
        const auto length = mpeg_frame_bytes(bytes, at);
        if (length == 0) return false;
        at += length;
        // A very short file has fewer; then the first has to stand at its beginning, or a text would do.
        if (at + 4 > bytes.size()) return first == 0;
    }
    return true;
}

}  // namespace

std::size_t mpeg_frame_bytes(FileBytes bytes, std::size_t at) {
    const auto header = read_header(bytes, at);
    if (!header.valid) return 0;
    if (header.layer == 1) return (12U * static_cast<unsigned>(header.bitrate_bps / header.rate_hz) + header.padding) * 4;
    const int samples_over_8 = header.layer == 3 && header.version != 3 ? 72 : 144;
    return static_cast<std::size_t>(samples_over_8 * header.bitrate_bps / header.rate_hz) + header.padding;
}

std::size_t find_mpeg_frames(FileBytes bytes) {
    const auto end = std::min(bytes.size(), search_bytes);
    for (std::size_t at = 0; at + 4 <= end; ++at)
        if (bytes[at] == 0xFF && frames_follow(bytes, at)) return at;
    return not_found_at;
}

std::uint64_t xing_bytes(FileBytes bytes, std::size_t first_frame) {
    const auto header = read_header(bytes, first_frame);
    const std::size_t side_info = header.version == 3 ? (header.mono ? 17 : 32) : (header.mono ? 9 : 17);
    const std::size_t at = first_frame + 4 + side_info;
    if (!has_text(bytes, at, "Xing") && !has_text(bytes, at, "Info")) return 0;
    const auto flags = big_endian(bytes, at + 4, 4);
    if (!(flags & 2)) return 0;
    return big_endian(bytes, at + 8 + (flags & 1 ? 4 : 0), 4);
}

std::size_t adts_frame_bytes(FileBytes bytes, std::size_t at) {
    const auto head = big_endian(bytes, at, 7);
    const bool sync = head >> 44 == 0xFFF && (head >> 41 & 3) == 0;
    const auto length = static_cast<std::size_t>(head >> 13 & 0x1FFF);
    return sync && length > 7 ? length : 0;
}

}  // namespace village::media
