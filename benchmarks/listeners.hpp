// Ten thousand loudspeakers without a machine each: distinct addresses on loopback, and one socket without a reader that takes
// what is sent to any of them, so that the kernel's delivery costs whoever sends the same.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <vector>

#include "controller/ports/media_path.hpp"
#include "scheduler/domain/node_set.hpp"

namespace village::benchmarks {

inline domain::NodeNumber node(std::size_t i) { return {static_cast<std::uint16_t>(i + 1)}; }

inline domain::NodeSet all_nodes(std::size_t count) {
    domain::NodeSet nodes;
    for (std::size_t i = 0; i < count; ++i) nodes.insert(node(i));
    return nodes;
}

class Listeners {
public:
    Listeners() : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        const int small = 4096, on = 1;
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
        ::setsockopt(socket_, IPPROTO_IP, IP_PKTINFO, &on, sizeof on);
        sockaddr_in any{};
        any.sin_family = AF_INET;
        ::bind(socket_, reinterpret_cast<const sockaddr*>(&any), sizeof any);
        socklen_t size = sizeof any;
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&any), &size);
        port_ = ntohs(any.sin_port);
    }
    Listeners(const Listeners&) = delete;
    Listeners& operator=(const Listeners&) = delete;
    ~Listeners() { ::close(socket_); }

    std::uint16_t port() const { return port_; }
    /// The address of listener `i`: 127.1.0.1 and on.
    ports::NodeAddress address(std::size_t i) const {
        ports::NodeAddress address;
        const auto low = static_cast<std::uint8_t>(1 + i % 250), middle = static_cast<std::uint8_t>(i / 250);
        address.ip = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 127, 1, middle, low};
        address.port = port_;
        return address;
    }
    /// As if listener `i` had sent it.
    void send_as(std::size_t i, const std::vector<std::uint8_t>& bytes, std::uint16_t to_port) const {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(to_port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        iovec part{const_cast<std::uint8_t*>(bytes.data()), bytes.size()};
        alignas(cmsghdr) char control[CMSG_SPACE(sizeof(in_pktinfo))] = {};
        msghdr message{&to, sizeof to, &part, 1, control, sizeof control, 0};
        auto* header = CMSG_FIRSTHDR(&message);
        *header = {CMSG_LEN(sizeof(in_pktinfo)), IPPROTO_IP, IP_PKTINFO};
        in_pktinfo from{};
        std::memcpy(&from.ipi_spec_dst, address(i).ip.data() + 12, 4);
        std::memcpy(CMSG_DATA(header), &from, sizeof from);
        ::sendmsg(socket_, &message, 0);
    }

private:
    int socket_;
    std::uint16_t port_ = 0;
};

}  // namespace village::benchmarks
