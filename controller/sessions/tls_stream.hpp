// The one kind of TLS connection of the controller. Beast's tcp_stream beneath it bounds every wait: call `allow` before an
// operation, and it ends with beast::error::timeout when the time is over. Control thread only.
#pragma once

#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <chrono>
#include <functional>
#include <memory>

namespace village::sessions {

using TlsStream = boost::asio::ssl::stream<boost::beast::tcp_stream>;

/// A browser (or villagectl) finished its handshake: ALPN http/1.1 or none, no client certificate. The stream is handed over.
using WebConnection = std::function<void(std::unique_ptr<TlsStream>)>;

/// Everything started on the stream from now on has to be done within `time`.
inline void allow(TlsStream& stream, std::chrono::steady_clock::duration time) {
    boost::beast::get_lowest_layer(stream).expires_after(time);
}

}  // namespace village::sessions
