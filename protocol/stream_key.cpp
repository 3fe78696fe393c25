#include "protocol/stream_key.hpp"

#include "protocol/session.pb.h"
#include "protocol/wire_fields.hpp"

namespace village::protocol {
namespace {

constexpr std::uint64_t index_end = std::uint64_t{1} << 48;

}  // namespace

StreamKey make_stream_key(domain::BroadcastId broadcast, StreamClass stream_class, std::uint32_t generation, std::uint32_t ssrc,
                          PacketIndex first_index, std::span<const std::uint8_t, 28> random) {
    return {broadcast,  stream_class, generation, ssrc, Secret<16>(random.first<16>()), Secret<12>(random.last<12>()),
            first_index};
}

StreamKey stream_key(domain::BroadcastId broadcast, std::uint8_t redundancy_class, std::uint32_t generation, std::uint32_t ssrc,
                     const std::array<std::uint8_t, 16>& key, const std::array<std::uint8_t, 12>& salt) {
    const auto stream_class = redundancy_class == 0 ? StreamClass::r0 : StreamClass::r1;
    return {broadcast, stream_class, generation, ssrc, Secret<16>{key}, Secret<12>{salt}, {}};
}

void write_stream_key(const StreamKey& key, wire::StreamKey& message) {
    message.set_broadcast(string_of(key.broadcast.bytes));
    message.set_stream_class(key.stream_class == StreamClass::r0 ? wire::STREAM_CLASS_R0 : wire::STREAM_CLASS_R1);
    message.set_generation(key.generation);
    message.set_ssrc(key.ssrc);
    message.set_key(string_of(key.key.view()));
    message.set_salt(string_of(key.salt.view()));
    message.set_first_index(key.first_index.value);
}

Result<StreamKey> read_stream_key(const wire::StreamKey& message) {
    auto broadcast = id_of<domain::BroadcastId>(message.broadcast(), "a stream key's broadcast");
    if (!broadcast) return broadcast.error();
    if (message.stream_class() < 1 || message.stream_class() > wire::STREAM_CLASS_R1)
        return malformed("the class of a stream key is unknown");
    if (message.key().size() != 16 || message.salt().size() != 12)
        return malformed("a stream key has 16 bytes of key and 12 of salt");
    if (message.ssrc() == 0) return malformed("a stream key's SSRC is 0");
    if (message.first_index() >= index_end) return malformed("a stream key's first index is over 48 bits");
    auto stream_class = message.stream_class() == wire::STREAM_CLASS_R0 ? StreamClass::r0 : StreamClass::r1;
    return StreamKey{*broadcast,
                     stream_class,
                     message.generation(),
                     message.ssrc(),
                     Secret<16>(bytes_of(message.key()).first<16>()),
                     Secret<12>(bytes_of(message.salt()).first<12>()),
                     PacketIndex{message.first_index()}};
}

}  // namespace village::protocol
