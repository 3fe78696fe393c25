#include "tests/simulation/media/intruder.hpp"

namespace village::simulation::media {

using namespace std::chrono_literals;
using domain::NodeNumber;

namespace {

constexpr domain::Duration often = 30ms, seldom = 600ms;
/// More than a loudspeaker may verify in a second.
constexpr std::size_t flood = 120;
/// As far ahead of its moment as the station's packets.
constexpr domain::Duration lead = 1300ms;

}  // namespace

void Intruder::act(domain::UtcTime until) {
    until_ = until;
    next();
}

void Intruder::next() {
    clockwork_.after(random_.between(often, seldom), [this] {
        if (clockwork_.now() >= until_) return;
        const double what = random_.unit();
        if (what < 0.35) copy_packet();
        else if (what < 0.55) alter_packet();
        else if (what < 0.75) forge_packets(1);
        else if (what < 0.755) forge_packets(flood);
        else if (what < 0.85) send_rubbish();
        else if (what < 0.95) copy_datagram();
        else say_start_bare();
        next();
    });
}

NodeNumber Intruder::any_node() {
    const auto numbers = village_.numbers();
    return numbers[random_.below(numbers.size())];
}

std::optional<std::pair<NodeNumber, Passing>> Intruder::any_packet() {
    const auto& overheard = village_.packets_overheard();
    if (overheard.empty()) return std::nullopt;
    return overheard[random_.below(overheard.size())];
}

void Intruder::copy_packet() {
    const auto packet = any_packet();
    if (!packet) return;
    const bool to_another = random_.chance(0.3);
    const auto node = to_another ? any_node() : packet->first;
    const auto* broadcast = village_.station().find(packet->second.grant);
    const auto meddling = broadcast->grant().nodes.contains(node) ? Meddling::copied : Meddling::foreign;
    clockwork_.after(random_.between(0s, random_.chance(0.5) ? 300ms : 15s),
                     [this, node, meddling, passing = packet->second] { village_.slip_in(node, passing, meddling); });
}

void Intruder::alter_packet() {
    auto packet = any_packet();
    if (!packet) return;
    auto bytes = *packet->second.bytes;
    bytes[random_.below(bytes.size())] ^= static_cast<std::uint8_t>(1U << random_.below(8));
    packet->second.bytes = std::make_shared<const protocol::ByteVector>(std::move(bytes));
    packet->second.is_genuine = false;
    village_.slip_in(packet->first, packet->second, Meddling::altered);
}

void Intruder::forge_packets(std::size_t count) {
    const auto streams = village_.station().streams_on_air();
    if (streams.empty()) return;
    const auto& broadcast = *village_.station().find(streams[random_.below(streams.size())]);
    const auto own = protocol::Ed25519KeyPair::from_seed(random_bytes<32>(random_));
    const auto& key = plant_ == Plant::signature_skipped ? broadcast.stream->signing_key : own;
    auto sender = protocol::SrtpSender::create({broadcast.stream->key, broadcast.grant().id}, key);
    const auto due = (clockwork_.now() + lead / 2 - broadcast.grant().starts_at) / packet_time;
    const auto first = std::max<std::uint64_t>(broadcast.stream->key.first_index.value,
                                               static_cast<std::uint64_t>(std::max<std::int64_t>(due, 0)) + random_.below(40));
    const auto numbers = broadcast.grant().nodes.numbers();
    const auto node = numbers[random_.below(numbers.size())];
    for (auto index = first; index < first + count; ++index) {
        auto bytes = sender->send({index}, speech_packet(Voice::intruder, index));
        const Passing packet{std::make_shared<const protocol::ByteVector>(std::move(*bytes)),
                             broadcast.grant().id,
                             index,
                             broadcast.stream->key.generation,
                             index,
                             false};
        village_.slip_in(node, packet, Meddling::forged);
    }
}

void Intruder::send_rubbish() {
    const auto streams = village_.station().streams_on_air();
    if (streams.empty()) return;
    protocol::ByteVector bytes(12 + random_.below(700));
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random_.next());
    bytes[0] = 0x90;
    const auto ssrc = village_.station().find(streams.front())->stream->key.ssrc;
    for (std::size_t at = 0; at < 4; ++at) bytes[8 + at] = static_cast<std::uint8_t>(ssrc >> (24 - 8 * at));
    const Passing packet{std::make_shared<const protocol::ByteVector>(std::move(bytes)), streams.front(), 0, 0, 0, false};
    village_.slip_in(any_node(), packet, Meddling::rubbish);
}

void Intruder::copy_datagram() {
    const auto& overheard = village_.overheard();
    if (overheard.empty()) return;
    clockwork_.after(random_.between(0s, 5s),
                     [this, datagram = overheard[random_.below(overheard.size())]] { village_.slip_in(datagram); });
}

void Intruder::say_start_bare() {
    const auto packet = any_packet();
    if (!packet) return;
    const auto& order = village_.station().find(packet->second.grant)->order;
    const auto bytes = protocol::encode_bare_start(order.envelope, {});
    if (bytes) village_.slip_in({any_node(), std::make_shared<const protocol::ByteVector>(*bytes)});
}

}  // namespace village::simulation::media
