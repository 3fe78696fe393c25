// A connection that is either plain or TLS, with one type, so that Beast's HTTP and WebSocket are compiled once. Meets Asio's
// AsyncStream requirements; time limits are set on the TCP stream beneath.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <memory>
#include <utility>

namespace village::web_api {

/// What every wait of this room resumes with: the error as a value.
constexpr auto awaiting = boost::asio::as_tuple(boost::asio::use_awaitable);

class WebStream {
public:
    using Plain = boost::beast::tcp_stream;
    using Tls = boost::asio::ssl::stream<boost::beast::tcp_stream>;
    using executor_type = Plain::executor_type;

    explicit WebStream(std::unique_ptr<Plain> plain) : plain_(std::move(plain)) {}
    explicit WebStream(std::unique_ptr<Tls> tls) : tls_(std::move(tls)) {}

    executor_type get_executor() { return tcp().get_executor(); }
    Plain& tcp() { return tls_ ? tls_->next_layer() : *plain_; }
    const Plain& tcp() const { return tls_ ? tls_->next_layer() : *plain_; }
    bool is_tls() const { return tls_ != nullptr; }
    void close() { tcp().close(); }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        return tls_ ? tls_->async_read_some(buffers, std::forward<Token>(token))
                    : plain_->async_read_some(buffers, std::forward<Token>(token));
    }
    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        return tls_ ? tls_->async_write_some(buffers, std::forward<Token>(token))
                    : plain_->async_write_some(buffers, std::forward<Token>(token));
    }

private:
    std::unique_ptr<Plain> plain_;
    std::unique_ptr<Tls> tls_;
};

// How a WebSocket ends its stream: the closing frames are exchanged already, so the socket is simply closed.
inline void beast_close_socket(WebStream& stream) { stream.close(); }
inline void teardown(boost::beast::role_type, WebStream& stream, boost::system::error_code& failed) {
    stream.close();
    failed = {};
}
template <class Handler>
void async_teardown(boost::beast::role_type, WebStream& stream, Handler&& handler) {
    stream.close();
    boost::asio::post(stream.get_executor(),
                      [done = std::forward<Handler>(handler)]() mutable { done(boost::system::error_code{}); });
}

}  // namespace village::web_api
