// The one UDP socket of the controller: receives and sends in batches (recvmmsg, sendmmsg), IPv4 inside IPv6 where
// there is IPv6. Control thread, and its helping hand in `send`; fan-out sends through a descriptor of its own (`share`).
#pragma once

#include <netinet/in.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <chrono>
#include <functional>
#include <span>
#include <vector>

#include "controller/ports/media_path.hpp"
#include "scheduler/domain/sha256.hpp"

namespace village::sessions {

struct OutgoingDatagram {
    ports::NodeAddress to;
    std::vector<std::uint8_t> bytes;
};

class DatagramSocket {
public:
    /// `configuration_invalid`, naming the port, when it is taken.
    static domain::Result<DatagramSocket> open(boost::asio::io_context& context, boost::asio::ip::address listen,
                                               std::uint16_t port);

    /// Waits until something came; false when the socket was closed.
    boost::asio::awaitable<bool> readable();
    /// Hands on what lies there, at most `rounds` batches of 64, so that a flood cannot hold the control thread.
    using Receive = std::function<void(const ports::NodeAddress& from, domain::Bytes datagram)>;
    void receive(const Receive& take, int rounds);
    /// Returns how many the system took. While it has no room (a network card is slower than two threads) it is waited for
    /// until `patience_ends`; what then still finds no room is dropped.
    std::size_t send(std::span<const OutgoingDatagram> datagrams, std::chrono::steady_clock::time_point patience_ends = {});
    domain::Result<int> share();
    void close();

private:
    DatagramSocket(boost::asio::io_context& context, int descriptor, bool is_ipv6)
        : descriptor_(context, descriptor), is_ipv6_(is_ipv6) {}

    boost::asio::posix::stream_descriptor descriptor_;
    bool is_ipv6_;
};

/// The form in which the table and fan-out keep addresses.
ports::NodeAddress node_address(const sockaddr_storage& address);

}  // namespace village::sessions
