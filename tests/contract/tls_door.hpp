// A TLS port beside the plain one, as sessions opens it in the controller, with a certificate made on the spot: what a browser far away
// is answered.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include "controller/web_api/web_server.hpp"

namespace village {

class TlsDoor {
public:
    TlsDoor(boost::asio::io_context& context, web_api::WebServer& server);
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    /// Hands over every connection whose handshake succeeds, until the context stops.
    ports::Awaitable<void> run();

private:
    web_api::WebServer& server_;
    boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_server};
    boost::asio::ip::tcp::acceptor acceptor_;
};

}  // namespace village
