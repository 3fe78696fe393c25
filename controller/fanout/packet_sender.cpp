#include "controller/fanout/packet_sender.hpp"

#include <unistd.h>

#include <algorithm>

#include "controller/ports/socket_address.hpp"

namespace village::fanout {
namespace {

using namespace std::chrono_literals;

constexpr auto late_after = 20ms;
constexpr auto idle_wait = 1s;

int family_of(int socket) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
    return address.ss_family;
}

}  // namespace

PacketSender::PacketSender(int socket, Options options, Inbox& inbox, SharedCounters& counters)
    : socket_(socket), family_(family_of(socket)), options_(options), inbox_(inbox), counters_(counters) {}

PacketSender::~PacketSender() { ::close(socket_); }

void PacketSender::run() {
    auto next = std::chrono::steady_clock::now();
    while (true) {
        auto delivery = inbox_.take(next);
        if (delivery.stop) return;
        accept(std::move(delivery));
        next = send_due(std::chrono::steady_clock::now());
    }
}

void PacketSender::accept(Delivery delivery) {
    for (auto& request : delivery.opened) open(std::move(request));
    for (const auto& [node, address] : delivery.addresses) move_node(node, address);
    for (const auto& request : delivery.monitors)
        if (const auto found = streams_.find(request.ssrc); found != streams_.end()) found->second.monitor = request.listener;
    for (auto& packet : delivery.packets) queue(std::move(packet));
    for (const auto& request : delivery.repairs) repair(request);
    for (const auto& request : delivery.closed)
        if (const auto found = streams_.find(request.ssrc); found != streams_.end()) found->second.closes_at = request.at;
}

void PacketSender::open(OpenStream request) {
    auto& stream = streams_.try_emplace(request.ssrc, family_).first->second;
    stream.nodes = std::move(request.nodes);
    for (const auto& [node, address] : addresses_)
        if (stream.nodes.contains(node)) stream.targets.put(node, address, 0);
}

void PacketSender::move_node(domain::NodeNumber node, const std::optional<ports::NodeAddress>& address) {
    if (address) addresses_[node] = *address;
    else addresses_.erase(node);
    for (auto& [ssrc, stream] : streams_) {
        if (!stream.nodes.contains(node)) continue;
        if (address) stream.targets.put(node, *address, stream.next_ordinal);
        else stream.targets.remove(node);
    }
}

void PacketSender::queue(StreamPacket packet) {
    const auto found = streams_.find(packet.ssrc);
    if (found == streams_.end()) return;
    auto& stream = found->second;
    stream.outgoing.push_back({std::move(packet), stream.next_ordinal++, 0});
}

void PacketSender::repair(const RepairRequest& request) {
    const auto found = streams_.find(request.ssrc);
    const auto* target = found == streams_.end() ? nullptr : found->second.targets.find(request.node);
    const auto now = std::chrono::steady_clock::now();
    for (const auto sequence : request.sequences) {
        const auto packet = target ? found->second.sent.find(sequence, target->since) : nullptr;
        if (!packet || !repairs_[request.node].take_one(options_.repairs_per_second_max, now)) {
            ++counters_.repairs_refused;
            continue;
        }
        send_to(target->address, *packet);
        ++counters_.repairs_sent;
    }
}

void PacketSender::send_to(const ports::NodeAddress& address, const std::vector<std::uint8_t>& bytes) {
    sockaddr_storage to;
    const auto size = ports::write_address(address, family_, to);
    ::sendto(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT, reinterpret_cast<const sockaddr*>(&to), size);
}

Moment PacketSender::send_due(Moment now) {
    std::erase_if(streams_, [now](const auto& entry) { return entry.second.closes_at <= now; });
    auto next = now + idle_wait;
    for (auto& [ssrc, stream] : streams_) next = std::min(next, advance(stream, now));
    return next;
}

Moment PacketSender::advance(Stream& stream, Moment now) {
    while (!stream.outgoing.empty()) {
        auto& outgoing = stream.outgoing.front();
        // Places change only between packets: nobody is left out or served twice.
        if (outgoing.next_target == 0 && stream.targets.needs_build()) stream.targets.build();
        while (outgoing.next_target < stream.targets.size()) {
            const auto slot = outgoing.packet.due + options_.slice_every * (outgoing.next_target / options_.slice);
            if (slot > now) return slot;
            if (!send_slice(stream, outgoing, slot, now)) return now + options_.slice_every;
        }
        if (outgoing.packet.due > now) return outgoing.packet.due;
        if (stream.monitor) send_to(*stream.monitor, *outgoing.packet.bytes);
        stream.sent.remember(outgoing.packet.sequence, outgoing.ordinal, std::move(outgoing.packet.bytes));
        stream.outgoing.pop_front();
    }
    return now + idle_wait;
}

bool PacketSender::send_slice(Stream& stream, Outgoing& outgoing, Moment slot, Moment now) {
    const auto room = options_.slice - outgoing.next_target % options_.slice;
    const auto count = std::min(room, stream.targets.size() - outgoing.next_target);
    stream.targets.aim(*outgoing.packet.bytes);
    auto outcome = stream.targets.send(socket_, outgoing.next_target, count);
    const bool is_late = now - slot > late_after;
    // A buffer that stays full for 20 ms: these nodes go without this packet and repair it from the copies.
    if (outcome.is_blocked && is_late) {
        outcome.failed = count - outcome.sent;
        outcome.is_blocked = false;
    }
    outgoing.next_target += outcome.sent + outcome.failed;
    counters_.datagrams_sent.fetch_add(outcome.sent, std::memory_order_relaxed);
    counters_.datagrams_failed.fetch_add(outcome.failed, std::memory_order_relaxed);
    if (is_late) counters_.datagrams_late.fetch_add(outcome.sent, std::memory_order_relaxed);
    return !outcome.is_blocked;
}

}  // namespace village::fanout
