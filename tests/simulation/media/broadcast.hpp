// What is on the air: a stream with its key, or an alarm that lies in every cache; and how it was ended.
#pragma once

#include <map>
#include <optional>

#include "controller/fanout/sent_packets.hpp"
#include "protocol/grant_codec.hpp"
#include "protocol/srtp_sender.hpp"
#include "tests/simulation/media/speech.hpp"

namespace village::simulation::media {

/// One packet of a stream on its way, as the simulation knows it; the loudspeaker sees the bytes alone.
struct Passing {
    fanout::SharedPacket bytes;
    domain::GrantId grant;
    std::uint64_t index = 0;
    std::uint32_t generation = 0;
    std::uint64_t first_of_key = 0;  ///< Copies of what came before are not in it.
    bool is_genuine = true;          ///< Sealed by the station, not altered since.
};

struct Stream {
    static constexpr std::size_t sealed_max = 256;

    protocol::Ed25519KeyPair signing_key;
    protocol::StreamKey key;
    protocol::SrtpSender sender;
    std::optional<std::uint64_t> first_of_key;  ///< Sealed by this sender.
    fanout::SentPackets sent;
    std::uint64_t sent_count = 0;
    std::map<std::uint64_t, Passing> sealed;  ///< The newest: what a repair of them is.
};

struct Broadcast {
    Voice voice = Voice::rising;
    domain::SignedGrant order;
    std::optional<Stream> stream;
    std::optional<domain::SignedStop> stop;

    const domain::Grant& grant() const { return order.grant; }
    domain::UtcTime ends_at() const { return grant().starts_at + grant().max_duration; }
};

}  // namespace village::simulation::media
