#include "node-firmware/player_loop/player_record_codec.hpp"

#include <algorithm>

namespace village::node::player_loop {
namespace {

// u8 version ‖ grant (16) ‖ broadcast (16) ‖ u8 flags ‖ i64 position, position_at, played, first_sample_at, keep_until ‖
// preempted_by (16; zeros: nothing, or not known).
constexpr std::uint8_t version = 3;
constexpr std::size_t id_bytes = 16;
constexpr std::size_t flags_at = 1 + 2 * id_bytes;
constexpr std::size_t preempted_by_at = flags_at + 1 + 5 * 8;
constexpr std::size_t record_bytes = preempted_by_at + id_bytes;

void put64(std::vector<std::uint8_t>& out, std::int64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> shift));
}
std::int64_t get64(std::span<const std::uint8_t> bytes, std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t byte = 0; byte < 8; ++byte) value = value << 8 | bytes[at + byte];
    return static_cast<std::int64_t>(value);
}

/// Version 1 did not name the broadcast; nothing stood in for another one then. Version 2 did not name what pre-empted it.
std::vector<std::uint8_t> as_of_today(std::span<const std::uint8_t> bytes) {
    std::vector<std::uint8_t> record(bytes.begin(), bytes.end());
    const auto is_of = [&](std::uint8_t number, std::size_t size) { return record.size() == size && record[0] == number; };
    if (is_of(1, record_bytes - 2 * id_bytes)) {
        record[0] = 2;
        record.insert(record.begin() + 1 + id_bytes, id_bytes, 0);
    }
    if (is_of(2, record_bytes - id_bytes)) {
        record[0] = version;
        record.resize(record_bytes);
    }
    return record;
}

}  // namespace

std::vector<std::uint8_t> encode_player_record(const dispatch::PlayerRecord& record) {
    std::vector<std::uint8_t> out{version};
    out.insert(out.end(), record.grant.bytes.begin(), record.grant.bytes.end());
    out.insert(out.end(), record.broadcast.bytes.begin(), record.broadcast.bytes.end());
    out.push_back(static_cast<std::uint8_t>((record.started ? 1 : 0) | (record.done ? 2 : 0) | (record.sounding ? 4 : 0) |
                                            (record.gave_way ? 8 : 0) | (record.settled ? 16 : 0) | (record.resumed ? 32 : 0)));
    put64(out, record.position.count());
    put64(out, domain::to_us(record.position_at));
    put64(out, record.played.count());
    put64(out, domain::to_us(record.first_sample_at));
    put64(out, domain::to_us(record.keep_until));
    const auto preempted_by = record.preempted_by.value_or(domain::BroadcastId{});
    out.insert(out.end(), preempted_by.bytes.begin(), preempted_by.bytes.end());
    return out;
}

domain::Result<dispatch::PlayerRecord> decode_player_record(std::span<const std::uint8_t> stored) {
    const auto bytes = as_of_today(stored);
    if (bytes.size() != record_bytes || bytes[0] != version) {
        return domain::Error{domain::ErrorCode::malformed, "a stored playback record has another form"};
    }
    dispatch::PlayerRecord record;
    std::copy_n(bytes.begin() + 1, id_bytes, record.grant.bytes.begin());
    std::copy_n(bytes.begin() + 1 + id_bytes, id_bytes, record.broadcast.bytes.begin());
    const auto flags = bytes[flags_at];
    record.started = flags & 1;
    record.done = flags & 2;
    record.sounding = flags & 4;
    record.gave_way = flags & 8;
    record.settled = flags & 16;
    record.resumed = flags & 32;
    record.position = domain::Duration{get64(bytes, flags_at + 1)};
    record.position_at = domain::utc_from_us(get64(bytes, flags_at + 9));
    record.played = domain::Duration{get64(bytes, flags_at + 17)};
    record.first_sample_at = domain::utc_from_us(get64(bytes, flags_at + 25));
    record.keep_until = domain::utc_from_us(get64(bytes, flags_at + 33));
    domain::BroadcastId preempted_by;
    std::copy_n(bytes.begin() + preempted_by_at, id_bytes, preempted_by.bytes.begin());
    if (!preempted_by.is_nil()) record.preempted_by = preempted_by;
    return record;
}

}  // namespace village::node::player_loop
