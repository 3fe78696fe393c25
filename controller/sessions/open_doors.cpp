#include "controller/sessions/open_doors.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

namespace village::sessions {
namespace {

namespace asio = boost::asio;
using domain::Error;
using domain::ErrorCode;
using domain::Result;

Result<asio::ip::address> listen_address(const std::string& text) {
    boost::system::error_code failure;
    auto address = asio::ip::make_address(text, failure);
    if (failure)
        return Error{ErrorCode::configuration_invalid, fmt::format("listen address \"{}\" is not a literal address", text)};
    const bool any_v6 = address.is_v6() && address.is_unspecified();
    const int probe = any_v6 ? ::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0) : -1;
    if (any_v6 && probe < 0) return asio::ip::address{asio::ip::address_v4::any()};
    if (probe >= 0) ::close(probe);
    return address;
}

}  // namespace

Result<Doors> open_doors(asio::io_context& context, const SessionOptions& options, const DeviceCa& ca, domain::UtcTime now) {
    auto listen = listen_address(options.listen_address);
    if (!listen) return listen.error();
    auto identity = ca.server_identity(options.names, now);
    if (!identity) return identity.error();
    auto tls_context = make_tls_context(ca, *identity);
    if (!tls_context) return tls_context.error();
    auto tls = TlsListener::open(context, *listen, options.port, std::move(*tls_context));
    if (!tls) return tls.error();
    auto udp = DatagramSocket::open(context, *listen, tls->port());
    if (!udp) return udp.error();
    return Doors{std::move(*tls), std::move(*udp)};
}

}  // namespace village::sessions
