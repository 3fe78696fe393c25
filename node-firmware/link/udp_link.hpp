// The node's end of the UDP fast path: seals and opens packets of the association, finds out what kind a datagram is, and hands
// it on. An association outlives its session by 10 min, so that a restarted controller can speak at once. Main thread only.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <functional>
#include <optional>
#include <vector>

#include "node-firmware/link/demo_faults.hpp"
#include "protocol/udp_association.hpp"
#include "protocol/udp_packets.hpp"

namespace village::node::link {

struct UdpHandlers {
    std::function<void(protocol::UdpPacket)> on_packet;  ///< Opened: by our controller.
    std::function<void(domain::Bytes)> on_bare_start;    ///< From anywhere.
    std::function<void(domain::Bytes)> on_rtp;           ///< From anywhere; the signature decides.
};

class UdpLink {
public:
    static constexpr std::chrono::minutes association_life{10};
    static constexpr std::size_t datagrams_at_once = 64;

    UdpLink(boost::asio::io_context& context, UdpHandlers handlers, DemoFaults& faults);
    ~UdpLink();

    void bind(protocol::UdpAssociation association, boost::asio::ip::udp::endpoint controller);
    void session_lost(domain::MonotonicTime now) { lost_at_ = now; }
    /// Dropped without an association, or when the socket is full.
    void send(protocol::UdpKind kind, domain::Bytes body);
    bool is_bound() const { return !associations_.empty(); }
    void close();

private:
    void open(const boost::asio::ip::udp& protocol);
    void wait();
    void receive_all();
    void take(domain::Bytes datagram);

    boost::asio::io_context& context_;
    boost::asio::ip::udp::socket socket_;
    UdpHandlers handlers_;
    DemoFaults& faults_;
    std::vector<protocol::UdpAssociation> associations_;  ///< The newest first; at most two.
    boost::asio::ip::udp::endpoint controller_;
    std::optional<domain::MonotonicTime> lost_at_;
    std::vector<std::uint8_t> buffer_;
};

}  // namespace village::node::link
