// The content key of one (broadcast, class, generation) of a live stream, as it is handed to nodes inside TLS or their UDP
// association. Random, never shared by two classes or generations.
#pragma once

#include "protocol/keys.hpp"
#include "protocol/rtp.hpp"
#include "scheduler/domain/ids.hpp"

namespace village::wire {
class StreamKey;
}

namespace village::protocol {

enum class StreamClass : std::uint8_t { r0, r1 };  ///< r0: no copies. r1: RED with copies at -3 and -8 packets.

struct StreamKey {
    domain::BroadcastId broadcast;
    StreamClass stream_class = StreamClass::r1;
    std::uint32_t generation = 0;
    std::uint32_t ssrc = 0;
    Secret<16> key;
    Secret<12> salt;
    PacketIndex first_index;  ///< Nothing below is accepted under this key.
    bool operator==(const StreamKey&) const = default;
};

/// As the controller's rooms hold it: their class is a number, 0 for r0.
StreamKey stream_key(domain::BroadcastId broadcast, std::uint8_t redundancy_class, std::uint32_t generation, std::uint32_t ssrc,
                     const std::array<std::uint8_t, 16>& key, const std::array<std::uint8_t, 12>& salt);
/// From 28 random bytes handed in.
StreamKey make_stream_key(domain::BroadcastId broadcast, StreamClass stream_class, std::uint32_t generation, std::uint32_t ssrc,
                          PacketIndex first_index, std::span<const std::uint8_t, 28> random);

void write_stream_key(const StreamKey& key, wire::StreamKey& message);
Result<StreamKey> read_stream_key(const wire::StreamKey& message);

}  // namespace village::protocol
