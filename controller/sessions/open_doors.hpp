// Opens the two sockets of one port number: TLS for sessions, enrolment, prefetch and browsers, UDP beside it.
#pragma once

#include "controller/sessions/datagram_socket.hpp"
#include "controller/sessions/session_service.hpp"
#include "controller/sessions/tls_listener.hpp"

namespace village::sessions {

struct Doors {
    TlsListener tls;
    DatagramSocket udp;
};

/// `configuration_invalid`, naming address or port, when they cannot be had. "::" takes IPv4 too; a machine without
/// IPv6 listens on IPv4 instead.
domain::Result<Doors> open_doors(boost::asio::io_context& context, const SessionOptions& options, const DeviceCa& ca,
                                 domain::UtcTime now);

}  // namespace village::sessions
