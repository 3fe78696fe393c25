// Watches what a loudspeaker accepts and asks for: nothing that the station did not seal (S3), no number twice (S13, S16), nothing
// under an old key (S14), everything genuine (M2), no request for what it has and none without end (S17).
#pragma once

#include "protocol/rtcp.hpp"
#include "protocol/srtp_receiver.hpp"
#include "tests/simulation/media/broadcast.hpp"
#include "tests/simulation/media/facts.hpp"

namespace village::simulation::media {

/// What somebody on the line did with a packet.
enum class Meddling : std::uint8_t { none, copied, altered, forged, rubbish, foreign };

class PacketJudge {
public:
    explicit PacketJudge(Facts& facts) : facts_(facts) {}

    void packet(domain::NodeNumber node, const Passing& packet, Meddling meddling, protocol::RtpVerdict verdict,
                domain::UtcTime now);
    void asked(domain::NodeNumber node, domain::GrantId grant, const protocol::Nack& nack, domain::UtcTime now);
    void power_lost(domain::NodeNumber node) {
        std::erase_if(asks_, [node](const auto& entry) { return std::get<0>(entry.first) == node; });
    }

private:
    void accepted(domain::NodeNumber node, const Passing& packet, domain::UtcTime now);
    void refused(domain::NodeNumber node, const Passing& packet, Meddling meddling, protocol::RtpVerdict verdict,
                 domain::UtcTime now);

    Facts& facts_;
    std::map<std::tuple<domain::NodeNumber, domain::GrantId, std::uint64_t>, std::uint32_t> asks_;
};

}  // namespace village::simulation::media
