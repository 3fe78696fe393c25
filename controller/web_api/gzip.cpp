#include "controller/web_api/gzip.hpp"

#include <boost/beast/zlib/deflate_stream.hpp>
#include <cstdint>

namespace village::web_api {
namespace {

std::string little_endian(std::uint32_t value) {
    std::string bytes;
    for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(value >> shift);
    return bytes;
}

/// CRC-32 (RFC 1952, 8), bit by bit: it runs once per file at start.
std::uint32_t checksum(std::string_view content) {
    std::uint32_t crc = 0xffffffffu;
    for (const char one : content) {
        crc ^= static_cast<unsigned char>(one);
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (0xedb88320u & (0u - (crc & 1u)));
    }
    return ~crc;
}

std::string deflated(std::string_view content) {
    namespace zlib = boost::beast::zlib;
    zlib::deflate_stream stream;
    stream.reset(9, 15, 9, zlib::Strategy::normal);
    std::string compressed(stream.upper_bound(content.size()) + 64, '\0');
    zlib::z_params params;
    params.next_in = content.data();
    params.avail_in = content.size();
    params.next_out = compressed.data();
    params.avail_out = compressed.size();
    boost::system::error_code done;
    stream.write(params, zlib::Flush::finish, done);
    compressed.resize(compressed.size() - params.avail_out);
    return compressed;
}

}  // namespace

std::string gzip(std::string_view content) {
    const std::string_view head{"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff", 10};
    return std::string{head} + deflated(content) + little_endian(checksum(content)) +
           little_endian(static_cast<std::uint32_t>(content.size()));
}

}  // namespace village::web_api
