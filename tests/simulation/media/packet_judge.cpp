#include "tests/simulation/media/packet_judge.hpp"

#include <fmt/format.h>

#include "node-firmware/player_loop/live_desk.hpp"

namespace village::simulation::media {

using namespace std::chrono_literals;
using domain::NodeNumber;
using domain::UtcTime;
using protocol::RtpVerdict;

namespace {

/// Between what came and the request that did not know it yet: two blocks, and the gap between two looks.
constexpr domain::Duration asked_late_max = 120ms;
constexpr std::uint32_t asks_max = node::playout::JitterOptions{}.asks_max;

std::optional<Situation> situation_of(Meddling meddling) {
    switch (meddling) {
        case Meddling::copied: return Situation::copy_refused;
        case Meddling::altered: return Situation::altered_refused;
        case Meddling::forged: return Situation::forged_refused;
        case Meddling::rubbish: return Situation::rubbish_refused;
        case Meddling::foreign: return Situation::foreign_refused;
        case Meddling::none: return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

void PacketJudge::packet(NodeNumber node, const Passing& packet, Meddling meddling, RtpVerdict verdict, UtcTime now) {
    if (verdict != RtpVerdict::accepted) return refused(node, packet, meddling, verdict, now);
    if (!packet.is_genuine) return facts_.fail("S3", node, "a packet is accepted that the station did not seal", now);
    accepted(node, packet, now);
}

void PacketJudge::accepted(NodeNumber node, const Passing& packet, UtcTime now) {
    const auto& broadcast = facts_.on_air.at(packet.grant);
    if (!broadcast.grant.nodes.contains(node))
        return facts_.fail("S3", node, "a packet is accepted that is not meant for it", now);
    auto& listening = facts_.nodes[node].listening[packet.grant];
    if (!listening.accepted.emplace(packet.generation, packet.index).second)
        facts_.fail("S13", node, fmt::format("packet {} is accepted twice", packet.index), now);
    const auto newer = listening.keys.upper_bound(packet.generation);
    if (newer != listening.keys.end() && now > newer->second + node::player_loop::LiveDesk::old_key_life)
        facts_.fail("S14", node, fmt::format("packet {} is accepted under an old key", packet.index), now);
    listening.came.try_emplace(packet.index, now);
    for (const auto distance : protocol::red_distances)
        if (packet.index >= packet.first_of_key + distance) listening.came.try_emplace(packet.index - distance, now);
}

void PacketJudge::refused(NodeNumber node, const Passing& packet, Meddling meddling, RtpVerdict verdict, UtcTime now) {
    if (const auto situation = situation_of(meddling)) return facts_.situations.saw(*situation);
    if (verdict == RtpVerdict::rate_limited) return facts_.situations.saw(Situation::rate_limited);
    const auto& listening = facts_.nodes[node].listening[packet.grant];
    const bool is_current = !listening.keys.empty() && listening.keys.rbegin()->first == packet.generation;
    if (!is_current && listening.keys.contains(packet.generation)) facts_.situations.saw(Situation::old_key_refused);
    const bool has_its_time = now < facts_.on_air.at(packet.grant).due_at(packet.index);
    const bool is_wanted = is_current && has_its_time && listening.start_came && !listening.stop_came && !listening.over_at;
    if (!is_wanted || listening.accepted.contains({packet.generation, packet.index})) return;
    facts_.fail("M2", node,
                fmt::format("packet {} of the station is refused: {}", packet.index, protocol::rtp_verdict_name(verdict)), now);
}

void PacketJudge::asked(NodeNumber node, domain::GrantId grant, const protocol::Nack& nack, UtcTime now) {
    const auto& broadcast = facts_.on_air.at(grant);
    const auto& listening = facts_.nodes[node].listening[grant];
    const auto due = static_cast<std::uint64_t>(std::max<std::int64_t>(0, (now - broadcast.grant.starts_at) / packet_time));
    for (const auto sequence : nack.sequences) {
        // Runs are shorter than the 65,536 packets after which a sequence means another one.
        const std::uint64_t packet = sequence;
        if (listening.is_there(packet, now - asked_late_max))
            facts_.fail("S17", node, fmt::format("asks for packet {}, which it has", packet), now);
        if (++asks_[{node, grant, packet}] > asks_max)
            facts_.fail("S17", node, fmt::format("asks for packet {} more than {} times", packet, asks_max), now);
        if (packet + 1 < due && facts_.nodes[node].is_in_time(now))
            facts_.fail("S17", node, fmt::format("asks for packet {}, whose moment is over", packet), now);
    }
}

}  // namespace village::simulation::media
