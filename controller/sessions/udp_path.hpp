// The UDP fast path: opens what nodes send inside their associations, answers the clock exchange, learns addresses, seals what
// goes out. Decoding is bounded and cheap: what is not ours is counted and dropped without an answer. Control thread; what goes to
// many nodes at once is sealed and sent by a helping thread too, which is lent the associations while `send` lasts.
#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <vector>

#include "controller/ports/awaitable.hpp"
#include "controller/sessions/association_table.hpp"
#include "controller/sessions/datagram_socket.hpp"
#include "controller/sessions/helping_hand.hpp"
#include "protocol/udp_packets.hpp"

namespace village::sessions {

class UdpEvents {
public:
    virtual ~UdpEvents() = default;
    virtual void heard_by_udp(domain::NodeNumber node) = 0;
    virtual void answered_by_udp(domain::NodeNumber node, const wire::Ack& ack) = 0;
};

struct UdpCounters {
    std::uint64_t unknown = 0;
    std::uint64_t refused = 0;
};

class UdpPath {
public:
    UdpPath(DatagramSocket socket, std::string folder, std::function<domain::UtcTime()> clock, UdpEvents& events);

    /// Receives until the socket is closed.
    ports::Awaitable<void> run();
    void close();

    void bind(domain::NodeNumber node, std::uint64_t connection_id, const std::array<std::uint8_t, 32>& exporter);
    void forget(domain::NodeNumber node);
    /// To those of the nodes whose address is known, in the order of their numbers or nearly so; returns how many were sent.
    std::size_t send(const domain::NodeSet& nodes, protocol::UdpKind kind, domain::Bytes body);

    void connect_media(ports::MediaPath* media);
    domain::Result<int> share_socket() { return socket_.share(); }
    /// Drops silent associations and keeps the others on disk when something changed.
    template <class IsConnected>
    void tidy(IsConnected is_connected);
    void load() { table_.load(clock_()); }
    void save();
    const UdpCounters& counters() const { return counters_; }

private:
    void take(const ports::NodeAddress& from, domain::Bytes datagram);
    void take_packet(Association& association, const protocol::UdpPacket& packet);
    void learn(Association& association, const ports::NodeAddress& from);
    void answer_clock(Association& association, const protocol::UdpPacket& packet);
    void ask_repair(const Association& association, const protocol::UdpPacket& packet);
    void tell_media_gone(domain::NodeNumber node);
    /// Each node is in one part only, so that no association is touched by two threads. Returns how many were sent.
    std::size_t send_part(std::span<const domain::NodeNumber> nodes, protocol::UdpKind kind, domain::Bytes body,
                          std::span<OutgoingDatagram> datagrams, std::chrono::steady_clock::time_point patience_ends);

    DatagramSocket socket_;
    AssociationTable table_;
    std::function<domain::UtcTime()> clock_;
    UdpEvents& events_;
    ports::MediaPath* media_ = nullptr;
    UdpCounters counters_;
    bool changed_ = false;
    HelpingHand helping_hand_;
};

template <class IsConnected>
void UdpPath::tidy(IsConnected is_connected) {
    for (auto node : table_.forget_silent(clock_(), is_connected)) {
        changed_ = true;
        tell_media_gone(node);
    }
    if (changed_) save();
}

}  // namespace village::sessions
