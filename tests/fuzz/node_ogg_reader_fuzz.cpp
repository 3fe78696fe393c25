// The node's Ogg Opus reader and decoder on hostile bytes: reads, seeks, reads again. The first byte of the input says whether page
// checksums are put right first, for otherwise nothing behind them would be reached; the second where to seek.
#include <algorithm>
#include <cstring>
#include <vector>

#include "node-firmware/audio/file_source.hpp"
#include "tests/fuzz/must.hpp"

namespace {
using namespace village::node::audio;

constexpr int reads_max = 64;

std::uint32_t ogg_crc(std::span<const std::uint8_t> page) {
    std::uint32_t crc = 0;
    for (const auto byte : page) {
        crc ^= static_cast<std::uint32_t>(byte) << 24;
        for (int bit = 0; bit < 8; ++bit) crc = (crc << 1) ^ ((crc & 0x80000000U) ? 0x04C11DB7U : 0U);
    }
    return crc;
}

void put_checksums_right(std::vector<std::uint8_t>& file) {
    for (std::size_t at = find_ogg_page(file, 0); at + 27 <= file.size(); at = find_ogg_page(file, at + 4)) {
        std::size_t bytes = 27U + file[at + 26];
        if (at + bytes > file.size()) return;
        for (std::size_t segment = 0; segment < file[at + 26]; ++segment) bytes += file[at + 27 + segment];
        if (at + bytes > file.size()) return;
        std::memset(file.data() + at + 22, 0, 4);
        const auto crc = ogg_crc(std::span(file).subspan(at, bytes));
        for (std::size_t byte = 0; byte < 4; ++byte) file[at + 22 + byte] = static_cast<std::uint8_t>(crc >> (8 * byte));
    }
}

void read_some(FileSource& source) {
    std::vector<float> samples(960);
    for (int turn = 0; turn < reads_max; ++turn) {
        auto got = source.read(samples);
        if (!got || *got < samples.size()) return;
        village::fuzz::must(*got <= samples.size());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    std::vector<std::uint8_t> file(data + 2, data + size);
    if (data[0] & 1) put_checksums_right(file);
    ByteSource bytes{file.size(),
                     [&file](std::uint64_t offset, std::span<std::uint8_t> out) -> village::domain::Result<std::size_t> {
                         const auto from = std::min<std::size_t>(offset, file.size());
                         const auto count = std::min(out.size(), file.size() - from);
                         std::copy_n(file.begin() + static_cast<std::ptrdiff_t>(from), count, out.begin());
                         return count;
                     }};
    auto source = FileSource::open(std::move(bytes));
    if (!source) return 0;
    village::fuzz::must((*source)->samples() > 0);
    read_some(**source);
    if ((*source)->seek((*source)->samples() * data[1] / 255)) read_some(**source);
    return 0;
}
