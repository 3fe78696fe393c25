// A node's address as the socket calls take it. Both rooms that send datagrams to nodes need it.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>

#include "controller/ports/media_path.hpp"

namespace village::ports {

/// Bytes of a socket address of this family; returns its length.
inline socklen_t write_address(const NodeAddress& from, int family, sockaddr_storage& to) {
    std::memset(&to, 0, sizeof to);
    if (family == AF_INET6) {
        auto& address = reinterpret_cast<sockaddr_in6&>(to);
        address.sin6_family = AF_INET6;
        address.sin6_port = htons(from.port);
        std::memcpy(&address.sin6_addr, from.ip.data(), 16);
        return sizeof address;
    }
    auto& address = reinterpret_cast<sockaddr_in&>(to);
    address.sin_family = AF_INET;
    address.sin_port = htons(from.port);
    std::memcpy(&address.sin_addr, from.ip.data() + 12, 4);
    return sizeof address;
}

}  // namespace village::ports
