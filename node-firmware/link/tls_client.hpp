// Dials a controller: TCP with TCP_NODELAY, TLS 1.3, our certificate, the Device CA and nothing else, one ALPN. One object per
// connection; every wait has a deadline. Runs on the main thread's io_context.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "node-firmware/link/node_identity.hpp"

namespace village::node::link {

/// What every wait of this room resumes with: the error as a value.
constexpr auto awaiting = boost::asio::as_tuple(boost::asio::use_awaitable);

struct ControllerAddress {
    std::string host;  ///< Literal address, or a name.
    std::uint16_t port = 8443;

    /// "host:port", "[2001:db8::1]:8443", "host".
    static domain::Result<ControllerAddress> parse(std::string_view text);
    std::string text() const;
};

/// What time it is, if the node knows.
using KnownTime = std::function<std::optional<domain::UtcTime>()>;

struct TlsOptions {
    std::string alpn;
    /// By our own clock, whatever the machine's says; empty while it is not trusted: a certificate's dates mean nothing then.
    std::optional<domain::UtcTime> now;
    const NodeIdentity* identity = nullptr;
    /// Instead of an identity, at enrolment: the CA whose key has this hash, whatever it is.
    std::optional<domain::Sha256> ca_fingerprint;
};

class TlsConnection {
public:
    using Stream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket>;
    static constexpr std::chrono::seconds dial_within{10};

    TlsConnection(boost::asio::any_io_executor executor, boost::asio::ssl::context context);
    ~TlsConnection();

    Stream& stream() { return stream_; }
    boost::asio::ip::tcp::endpoint remote() const { return remote_; }
    /// RFC 5705.
    std::array<std::uint8_t, 32> export_secret(std::string_view label, std::optional<domain::Bytes> context);
    /// Closes when `within` has passed, unless called again or cleared; every pending operation then fails.
    void set_deadline(std::chrono::milliseconds within);
    void clear_deadline();
    void close();

private:
    friend boost::asio::awaitable<domain::Result<std::shared_ptr<TlsConnection>>> dial(ControllerAddress, TlsOptions);
    boost::asio::ssl::context context_;
    Stream stream_;
    boost::asio::steady_timer deadline_;
    boost::asio::ip::tcp::endpoint remote_;
};

/// Shared, because the deadline's handler and the coroutine both hold on to it.
boost::asio::awaitable<domain::Result<std::shared_ptr<TlsConnection>>> dial(ControllerAddress address, TlsOptions options);

}  // namespace village::node::link
