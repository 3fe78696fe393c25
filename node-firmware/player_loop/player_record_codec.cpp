#include "node-firmware/player_loop/player_record_codec.hpp"

#include <algorithm>

namespace village::node::player_loop {
namespace {

// u8 version ‖ grant (16) ‖ u8 flags ‖ i64 position, position_at, played, first_sample_at, keep_until.
constexpr std::uint8_t version = 1;
constexpr std::size_t record_bytes = 1 + 16 + 1 + 5 * 8;

void put64(std::vector<std::uint8_t>& out, std::int64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> shift));
}
std::int64_t get64(std::span<const std::uint8_t> bytes, std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t byte = 0; byte < 8; ++byte) value = value << 8 | bytes[at + byte];
    return static_cast<std::int64_t>(value);
}

}  // namespace

std::vector<std::uint8_t> encode_player_record(const dispatch::PlayerRecord& record) {
    std::vector<std::uint8_t> out{version};
    out.insert(out.end(), record.grant.bytes.begin(), record.grant.bytes.end());
    out.push_back(static_cast<std::uint8_t>((record.started ? 1 : 0) | (record.done ? 2 : 0) | (record.sounding ? 4 : 0) |
                                            (record.gave_way ? 8 : 0)));
    put64(out, record.position.count());
    put64(out, domain::to_us(record.position_at));
    put64(out, record.played.count());
    put64(out, domain::to_us(record.first_sample_at));
    put64(out, domain::to_us(record.keep_until));
    return out;
}

domain::Result<dispatch::PlayerRecord> decode_player_record(std::span<const std::uint8_t> bytes) {
    if (bytes.size() != record_bytes || bytes[0] != version) {
        return domain::Error{domain::ErrorCode::malformed, "a stored playback record has another form"};
    }
    dispatch::PlayerRecord record;
    std::copy_n(bytes.begin() + 1, 16, record.grant.bytes.begin());
    record.started = bytes[17] & 1;
    record.done = bytes[17] & 2;
    record.sounding = bytes[17] & 4;
    record.gave_way = bytes[17] & 8;
    record.position = domain::Duration{get64(bytes, 18)};
    record.position_at = domain::utc_from_us(get64(bytes, 26));
    record.played = domain::Duration{get64(bytes, 34)};
    record.first_sample_at = domain::utc_from_us(get64(bytes, 42));
    record.keep_until = domain::utc_from_us(get64(bytes, 50));
    return record;
}

}  // namespace village::node::player_loop
