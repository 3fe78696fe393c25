// A packet of live media after its signature was verified, as playout knows it: no RTP header is left.
#pragma once

#include <cstdint>
#include <vector>

namespace village::node::playout {

enum class PacketOrigin : std::uint8_t {
    first_sent,  ///< The packet itself, as it was sent first.
    copy,        ///< A RED copy inside a later packet.
    resent,      ///< Sent again because we asked.
};

struct MediaPacket {
    std::uint64_t sequence = 0;  ///< Extended: never wraps.
    PacketOrigin origin = PacketOrigin::first_sent;
    std::vector<std::uint8_t> opus;  ///< 40 ms; at most 1,275 bytes per frame (RFC 6716, 3.2.1).
};

}  // namespace village::node::playout
