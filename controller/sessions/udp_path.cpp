#include "controller/sessions/udp_path.hpp"

#include <algorithm>
#include <atomic>

#include "controller/observability/log.hpp"
#include "protocol/session.pb.h"

namespace village::sessions {
namespace {

constexpr int receive_rounds = 16;         // At most 1,024 datagrams before others have their turn.
constexpr std::size_t nodes_at_once = 64;  // The first ones need not wait until the packets of the last ones are sealed.
constexpr std::size_t shared_from = 512;   // What fewer nodes take, about a millisecond, is not worth waking another core.
// Ten thousand datagrams of 300 bytes are 24 ms of a gigabit line; what finds no room by then goes with the repetition at 30 ms.
constexpr std::chrono::milliseconds patience_with_the_card{25};

}  // namespace

UdpPath::UdpPath(DatagramSocket socket, std::string folder, std::function<domain::UtcTime()> clock, UdpEvents& events)
    : socket_(std::move(socket)), table_(std::move(folder)), clock_(std::move(clock)), events_(events) {}

ports::Awaitable<void> UdpPath::run() {
    const auto take_one = [this](const ports::NodeAddress& from, domain::Bytes datagram) { take(from, datagram); };
    while (co_await socket_.readable()) socket_.receive(take_one, receive_rounds);
}

void UdpPath::close() { socket_.close(); }

void UdpPath::bind(domain::NodeNumber node, std::uint64_t connection_id, const std::array<std::uint8_t, 32>& exporter) {
    table_.bind(node, connection_id, exporter, clock_());
    changed_ = true;
}

void UdpPath::forget(domain::NodeNumber node) {
    table_.forget(node);
    changed_ = true;
    tell_media_gone(node);
}

void UdpPath::tell_media_gone(domain::NodeNumber node) {
    if (media_) media_->node_unreachable(node);
}

void UdpPath::take(const ports::NodeAddress& from, domain::Bytes datagram) {
    const bool could_be_ours =
        !datagram.empty() && datagram[0] == protocol::udp_associated && datagram.size() <= protocol::udp_packet_bytes_max;
    const auto id = could_be_ours ? protocol::udp_connection_id(datagram) : std::nullopt;
    auto* association = id ? table_.find(*id) : nullptr;
    if (!association) {
        ++counters_.unknown;
        return;
    }
    auto packet = association->crypto.open(datagram);
    if (!packet) {
        ++counters_.refused;
        return;
    }
    learn(*association, from);
    take_packet(*association, *packet);
}

void UdpPath::learn(Association& association, const ports::NodeAddress& from) {
    association.heard_at = clock_();
    events_.heard_by_udp(association.node);
    if (association.address == from) return;
    association.address = from;
    changed_ = true;
    if (media_) media_->node_reachable(association.node, from);
}

void UdpPath::take_packet(Association& association, const protocol::UdpPacket& packet) {
    using protocol::UdpKind;
    if (packet.kind == UdpKind::clock_request) return answer_clock(association, packet);
    if (packet.kind == UdpKind::nack) return ask_repair(association, packet);
    if (packet.kind == UdpKind::receiver_report) return;  // Fan-out sends to everybody alike; nothing to adapt yet.
    if (packet.kind == UdpKind::ack) {
        if (auto ack = protocol::decode_ack_body(packet.body)) return events_.answered_by_udp(association.node, *ack);
    }
    ++counters_.refused;
}

void UdpPath::answer_clock(Association& association, const protocol::UdpPacket& packet) {
    auto request = protocol::decode_clock_request(packet.body);
    if (!request) {
        ++counters_.refused;
        return;
    }
    const auto received = association.heard_at;
    const auto body = protocol::encode_clock_answer({request->sequence, request->sent_us, received, clock_()});
    OutgoingDatagram answer{*association.address, {}};
    if (association.crypto.seal_into(answer.bytes, protocol::UdpKind::clock_answer, body)) socket_.send({&answer, 1});
}

void UdpPath::ask_repair(const Association& association, const protocol::UdpPacket& packet) {
    auto nack = protocol::decode_nack(packet.body);
    if (!nack) {
        ++counters_.refused;
        return;
    }
    if (media_) media_->repair_wanted(association.node, nack->media_ssrc, std::move(nack->sequences));
}

std::size_t UdpPath::send(const domain::NodeSet& nodes, protocol::UdpKind kind, domain::Bytes body) {
    const auto numbers = nodes.numbers();
    const auto patience_ends = std::chrono::steady_clock::now() + patience_with_the_card;
    std::atomic<std::size_t> begun{0}, sent{0};
    const auto send_next_parts = [&, every = std::span(numbers)] {
        std::vector<OutgoingDatagram> datagrams(nodes_at_once);
        for (std::size_t first; (first = begun.fetch_add(nodes_at_once)) < every.size();) {
            const auto part = every.subspan(first, std::min(nodes_at_once, every.size() - first));
            sent += send_part(part, kind, body, datagrams, patience_ends);
        }
    };
    if (numbers.size() < shared_from) send_next_parts();
    else helping_hand_.share(send_next_parts);
    return sent;
}

std::size_t UdpPath::send_part(std::span<const domain::NodeNumber> nodes, protocol::UdpKind kind, domain::Bytes body,
                               std::span<OutgoingDatagram> datagrams, std::chrono::steady_clock::time_point patience_ends) {
    std::size_t filled = 0;
    for (const auto node : nodes) {
        auto* association = table_.of_node(node);
        if (!association || !association->address) continue;
        auto& datagram = datagrams[filled];
        if (!association->crypto.seal_into(datagram.bytes, kind, body)) continue;
        datagram.to = *association->address;
        ++filled;
    }
    return socket_.send(datagrams.first(filled), patience_ends);
}

void UdpPath::connect_media(ports::MediaPath* media) {
    media_ = media;
    if (!media_) return;
    table_.for_each([this](const Association& association) {
        if (association.address) media_->node_reachable(association.node, *association.address);
    });
}

void UdpPath::save() {
    changed_ = false;
    if (auto saved = table_.save(); !saved) log::warn("UDP associations are not kept: {} [storage_failed]", saved.error().detail);
}

}  // namespace village::sessions
