#include "controller/sessions/datagram_socket.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <cstring>

#include "controller/ports/socket_address.hpp"

namespace village::sessions {
namespace {

namespace asio = boost::asio;
using domain::Error;
using domain::ErrorCode;

constexpr std::size_t batch = 64;
constexpr std::size_t datagram_bytes_max = 1500;
constexpr std::array<std::uint8_t, 12> ipv4_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr int buffer_bytes = 4 * 1024 * 1024;

/// Never fragmented (PROTOCOL.md), so the kernel need not number what could be: 0.15 us a datagram. What routers claim
/// about the path is not believed, or a forged report could cut our datagrams off.
void forbid_fragments(int descriptor, bool is_ipv6) {
    const int probe = IP_PMTUDISC_PROBE, probe6 = IPV6_PMTUDISC_PROBE;
    ::setsockopt(descriptor, IPPROTO_IP, IP_MTU_DISCOVER, &probe, sizeof probe);
    if (is_ipv6) ::setsockopt(descriptor, IPPROTO_IPV6, IPV6_MTU_DISCOVER, &probe6, sizeof probe6);
}

int bound_socket(const asio::ip::address& listen, std::uint16_t port) {
    const int family = listen.is_v6() ? AF_INET6 : AF_INET;
    const int descriptor = ::socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    const int off = 0;
    if (listen.is_v6()) ::setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    forbid_fragments(descriptor, listen.is_v6());
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &buffer_bytes, sizeof buffer_bytes);
    ::setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &buffer_bytes, sizeof buffer_bytes);
    asio::ip::udp::endpoint endpoint{listen, port};
    if (::bind(descriptor, endpoint.data(), static_cast<socklen_t>(endpoint.size())) == 0) return descriptor;
    const int reason = errno;
    ::close(descriptor);
    errno = reason;
    return -1;
}

/// False when the time is over.
bool has_room_before(int descriptor, std::chrono::steady_clock::time_point end) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    pollfd waiting{descriptor, POLLOUT, 0};
    return ::poll(&waiting, 1, static_cast<int>(left.count())) > 0;
}

}  // namespace

ports::NodeAddress node_address(const sockaddr_storage& address) {
    ports::NodeAddress result;
    if (address.ss_family == AF_INET6) {
        const auto& six = reinterpret_cast<const sockaddr_in6&>(address);
        std::memcpy(result.ip.data(), &six.sin6_addr, 16);
        result.port = ntohs(six.sin6_port);
        return result;
    }
    const auto& four = reinterpret_cast<const sockaddr_in&>(address);
    std::ranges::copy(ipv4_prefix, result.ip.begin());
    std::memcpy(result.ip.data() + 12, &four.sin_addr, 4);
    result.port = ntohs(four.sin_port);
    return result;
}

domain::Result<DatagramSocket> DatagramSocket::open(asio::io_context& context, asio::ip::address listen, std::uint16_t port) {
    const int descriptor = bound_socket(listen, port);
    if (descriptor < 0)
        return Error{ErrorCode::configuration_invalid, fmt::format("UDP port {} on {} cannot be used: {}; choose another port",
                                                                   port, listen.to_string(), std::strerror(errno))};
    return DatagramSocket{context, descriptor, listen.is_v6()};
}

asio::awaitable<bool> DatagramSocket::readable() {
    auto [failure] =
        co_await descriptor_.async_wait(asio::posix::descriptor_base::wait_read, asio::as_tuple(asio::use_awaitable));
    co_return !failure;
}

void DatagramSocket::receive(const Receive& take, int rounds) {
    std::array<std::array<std::uint8_t, datagram_bytes_max>, batch> space;
    std::array<sockaddr_storage, batch> senders;
    std::array<iovec, batch> vectors{};
    std::array<mmsghdr, batch> messages{};
    for (std::size_t i = 0; i < batch; ++i) {
        vectors[i] = {space[i].data(), space[i].size()};
        messages[i].msg_hdr = {&senders[i], sizeof senders[i], &vectors[i], 1, nullptr, 0, 0};
    }
    for (int round = 0; round < rounds; ++round) {
        const int count = ::recvmmsg(descriptor_.native_handle(), messages.data(), batch, MSG_DONTWAIT, nullptr);
        for (int i = 0; i < count; ++i) {
            const auto at = static_cast<std::size_t>(i);
            take(node_address(senders[at]), domain::Bytes{space[at].data(), messages[at].msg_len});
            messages[at].msg_hdr.msg_namelen = sizeof senders[at];
        }
        if (count < static_cast<int>(batch) || !descriptor_.is_open()) return;
    }
}

std::size_t DatagramSocket::send(std::span<const OutgoingDatagram> datagrams,
                                 std::chrono::steady_clock::time_point patience_ends) {
    std::array<sockaddr_storage, batch> receivers;
    std::array<iovec, batch> vectors{};
    std::array<mmsghdr, batch> messages{};
    std::size_t sent = 0;
    for (std::size_t first = 0; first < datagrams.size() && descriptor_.is_open();) {
        const auto count = std::min(batch, datagrams.size() - first);
        for (std::size_t i = 0; i < count; ++i) {
            const auto& datagram = datagrams[first + i];
            vectors[i] = {const_cast<std::uint8_t*>(datagram.bytes.data()), datagram.bytes.size()};
            const auto size = ports::write_address(datagram.to, is_ipv6_ ? AF_INET6 : AF_INET, receivers[i]);
            messages[i].msg_hdr = {&receivers[i], size, &vectors[i], 1, nullptr, 0, 0};
        }
        const int socket = descriptor_.native_handle();
        const int taken = ::sendmmsg(socket, messages.data(), static_cast<unsigned>(count), MSG_DONTWAIT);
        if (taken < 0 && errno == EAGAIN && has_room_before(socket, patience_ends)) continue;
        if (taken > 0) sent += static_cast<std::size_t>(taken);
        // One that the system refuses (no route to it) must not stop those behind it.
        first += static_cast<std::size_t>(std::max(taken, 1));
    }
    return sent;
}

domain::Result<int> DatagramSocket::share() {
    const int copy = ::dup(descriptor_.native_handle());
    if (copy < 0) return Error{ErrorCode::unavailable, fmt::format("the UDP socket cannot be shared: {}", std::strerror(errno))};
    return copy;
}

void DatagramSocket::close() {
    boost::system::error_code ignored;
    descriptor_.close(ignored);
}

}  // namespace village::sessions
