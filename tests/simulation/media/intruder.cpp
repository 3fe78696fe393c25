#include "tests/simulation/media/intruder.hpp"

namespace village::simulation::media {

using namespace std::chrono_literals;
using domain::NodeNumber;

namespace {

/// More than a loudspeaker may verify in a second.
constexpr std::size_t flood = 120;
/// As far ahead of its moment as the station's packets.
constexpr domain::Duration lead = 1300ms;
/// Of made-up packets that lie far ahead of their moment, as far as a number's 16 bits can say.
constexpr double far_share = 0.2;
constexpr std::uint64_t near_max = 40, far_max = 30'000;

}  // namespace

void Intruder::act() {
    const auto every = [this](Kind kind, domain::Duration least, domain::Duration most, void (Intruder::*what)(Random&)) {
        happenings_.every(kind, 0, least, most, [this, what](Random& random) { (this->*what)(random); });
    };
    every(Kind::copied_packet, 50ms, 1750ms, &Intruder::copy_packet);
    every(Kind::altered_packet, 100ms, 3s, &Intruder::alter_packet);
    every(Kind::rubbish, 200ms, 6s, &Intruder::send_rubbish);
    every(Kind::copied_datagram, 200ms, 6s, &Intruder::copy_datagram);
    every(Kind::bare_start, 500ms, 12s, &Intruder::say_start_bare);
    happenings_.every(Kind::forged_packet, 0, 100ms, 3s, [this](Random& random) { forge_packets(random, 1); });
    happenings_.every(Kind::forged_flood, 0, 10s, 110s, [this](Random& random) { forge_packets(random, flood); });
}

NodeNumber Intruder::any_node(Random& random) {
    const auto numbers = village_.numbers();
    return numbers[random.below(numbers.size())];
}

std::optional<std::pair<NodeNumber, Passing>> Intruder::any_packet(Random& random) {
    const auto& overheard = village_.packets_overheard();
    if (overheard.empty()) return std::nullopt;
    return overheard[random.below(overheard.size())];
}

void Intruder::copy_packet(Random& random) {
    const auto packet = any_packet(random);
    if (!packet) return;
    const bool to_another = random.chance(0.3);
    const auto node = to_another ? any_node(random) : packet->first;
    const auto* broadcast = village_.station().find(packet->second.grant);
    const auto meddling = broadcast->grant().nodes.contains(node) ? Meddling::copied : Meddling::foreign;
    clockwork_.after(random.between(0s, random.chance(0.5) ? 300ms : 15s),
                     [this, node, meddling, passing = packet->second] { village_.slip_in(node, passing, meddling); });
}

void Intruder::alter_packet(Random& random) {
    auto packet = any_packet(random);
    if (!packet) return;
    auto bytes = *packet->second.bytes;
    bytes[random.below(bytes.size())] ^= static_cast<std::uint8_t>(1U << random.below(8));
    packet->second.bytes = std::make_shared<const protocol::ByteVector>(std::move(bytes));
    packet->second.is_genuine = false;
    village_.slip_in(packet->first, packet->second, Meddling::altered);
}

void Intruder::forge_packets(Random& random, std::size_t count) {
    const auto streams = village_.station().streams_on_air();
    if (streams.empty()) return;
    const auto& broadcast = *village_.station().find(streams[random.below(streams.size())]);
    const auto own = protocol::Ed25519KeyPair::from_seed(random_bytes<32>(random));
    const auto& key = plant_ == Plant::signature_skipped ? broadcast.stream->signing_key : own;
    auto sender = protocol::SrtpSender::create({broadcast.stream->key, broadcast.grant().id}, key);
    const auto due = (clockwork_.now() + lead / 2 - broadcast.grant().starts_at) / packet_time;
    const auto ahead = random.below(random.chance(far_share) ? far_max : near_max);
    const auto first = std::max<std::uint64_t>(broadcast.stream->key.first_index.value,
                                               static_cast<std::uint64_t>(std::max<std::int64_t>(due, 0)) + ahead);
    const auto numbers = broadcast.grant().nodes.numbers();
    const auto node = numbers[random.below(numbers.size())];
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

void Intruder::send_rubbish(Random& random) {
    const auto streams = village_.station().streams_on_air();
    if (streams.empty()) return;
    protocol::ByteVector bytes(12 + random.below(700));
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
    bytes[0] = 0x90;
    const auto ssrc = village_.station().find(streams.front())->stream->key.ssrc;
    for (std::size_t at = 0; at < 4; ++at) bytes[8 + at] = static_cast<std::uint8_t>(ssrc >> (24 - 8 * at));
    const Passing packet{std::make_shared<const protocol::ByteVector>(std::move(bytes)), streams.front(), 0, 0, 0, false};
    village_.slip_in(any_node(random), packet, Meddling::rubbish);
}

void Intruder::copy_datagram(Random& random) {
    const auto& overheard = village_.overheard();
    if (overheard.empty()) return;
    clockwork_.after(random.between(0s, 5s),
                     [this, datagram = overheard[random.below(overheard.size())]] { village_.slip_in(datagram); });
}

void Intruder::say_start_bare(Random& random) {
    const auto packet = any_packet(random);
    if (!packet) return;
    const auto& order = village_.station().find(packet->second.grant)->order;
    const auto bytes = protocol::encode_bare_start(order.envelope, {});
    if (bytes) village_.slip_in({any_node(random), std::make_shared<const protocol::ByteVector>(*bytes)});
}

}  // namespace village::simulation::media
