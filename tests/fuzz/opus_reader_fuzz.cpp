// The Ogg Opus reader and decoder on hostile bytes. The first byte of the input says whether page checksums are put
// right first: otherwise nothing behind them would ever be reached.
#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "controller/media/opus_reader.hpp"

namespace {

constexpr std::size_t header_bytes = 27;
constexpr int decoded_blocks_max = 64;

std::uint32_t ogg_crc(std::span<const std::uint8_t> page) {
    std::uint32_t crc = 0;
    for (const auto byte : page) {
        crc ^= static_cast<std::uint32_t>(byte) << 24;
        for (int bit = 0; bit < 8; ++bit) crc = (crc << 1) ^ ((crc & 0x80000000U) ? 0x04C11DB7U : 0U);
    }
    return crc;
}

std::size_t page_bytes(std::span<const std::uint8_t> rest) {
    if (rest.size() < header_bytes || rest.size() < header_bytes + rest[26]) return 0;
    std::size_t bytes = header_bytes + rest[26];
    for (std::size_t i = 0; i < rest[26]; ++i) bytes += rest[header_bytes + i];
    return bytes <= rest.size() ? bytes : 0;
}

void put_checksums_right(std::vector<std::uint8_t>& file) {
    for (std::size_t at = 0; at < file.size();) {
        const auto bytes = page_bytes(std::span(file).subspan(at));
        if (bytes == 0) return;
        std::memset(file.data() + at + 22, 0, 4);
        const auto crc = ogg_crc(std::span(file).subspan(at, bytes));
        for (std::size_t i = 0; i < 4; ++i) file[at + 22 + i] = static_cast<std::uint8_t>(crc >> (8 * i));
        at += bytes;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    std::vector<std::uint8_t> file(data + 1, data + size);
    if (data[0] & 1) put_checksums_right(file);
    auto decoder = village::media::OpusFileDecoder::open(file);
    if (!decoder) return 0;
    for (int block = 0; block < decoded_blocks_max; ++block) {
        const auto samples = decoder->next();
        if (!samples || samples->empty()) break;
    }
    return 0;
}
