// The TLS port: takes connections at a bounded rate, does the handshake in bounded time, and sorts them by ALPN and certificate:
// node session, enrolment, prefetch, browser. Control thread.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <functional>
#include <memory>

#include "controller/ports/awaitable.hpp"
#include "controller/sessions/log_allowance.hpp"
#include "controller/sessions/task_group.hpp"
#include "controller/sessions/tls_context.hpp"

namespace village::sessions {

class TlsListener {
public:
    struct Options {
        std::size_t handshakes_max = 512;
        int handshakes_per_second_max = 200;
        std::chrono::milliseconds handshake_limit{10'000};
    };
    /// Takes over what the handshake proved; the awaitable runs until the connection ends.
    using Taker = std::function<ports::Awaitable<void>(std::unique_ptr<TlsStream> stream, Caller caller)>;
    struct Counters {
        std::uint64_t handshakes_refused = 0;
        std::uint64_t certificates_refused = 0;
    };

    static domain::Result<TlsListener> open(boost::asio::io_context& context, boost::asio::ip::address listen, std::uint16_t port,
                                            boost::asio::ssl::context tls);
    ports::Awaitable<void> run(Options options, TaskGroup& tasks, Taker taker);
    void close();
    std::uint16_t port() const;
    const Counters& counters() const { return counters_; }
    Counters& counters() { return counters_; }

private:
    TlsListener(boost::asio::ip::tcp::acceptor acceptor, boost::asio::ssl::context tls);
    ports::Awaitable<void> greet(boost::asio::ip::tcp::socket socket, Options options, TaskGroup& tasks, Taker taker);
    ports::Awaitable<std::unique_ptr<TlsStream>> shake_hands(boost::asio::ip::tcp::socket socket, Options options,
                                                             TaskGroup& tasks);
    void explain_failure(TlsStream& stream, const std::string& from, const boost::system::error_code& failure);

    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::ssl::context tls_;
    LogAllowance log_allowance_;
    Counters counters_;
    std::size_t handshakes_ = 0;
};

}  // namespace village::sessions
