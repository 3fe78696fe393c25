#include "controller/sessions/tls_listener.hpp"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "controller/observability/log.hpp"

namespace village::sessions {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;
using domain::Error;
using domain::ErrorCode;

constexpr auto pause_after_accept_failure = 100ms;  // Out of descriptors: some will be free soon.

std::string address_of(const tcp::socket& socket) {
    boost::system::error_code gone;
    const auto peer = socket.remote_endpoint(gone);
    return gone ? "a caller that has gone" : peer.address().to_string();
}

domain::Result<tcp::acceptor> open_acceptor(asio::io_context& context, const asio::ip::address& listen, std::uint16_t port) {
    tcp::acceptor acceptor{context};
    const tcp::endpoint endpoint{listen, port};
    boost::system::error_code failure;
    acceptor.open(endpoint.protocol(), failure);
    if (!failure && listen.is_v6()) acceptor.set_option(asio::ip::v6_only{false}, failure);
    if (!failure) acceptor.set_option(tcp::acceptor::reuse_address{true}, failure);
    // Set here, accepted sockets have it before their handshake: 44 ms each otherwise.
    if (!failure) acceptor.set_option(tcp::no_delay{true}, failure);
    if (!failure) acceptor.bind(endpoint, failure);
    if (!failure) acceptor.listen(4096, failure);
    if (failure)
        return Error{ErrorCode::configuration_invalid, fmt::format("TCP port {} on {} cannot be used: {}; choose another port",
                                                                   port, listen.to_string(), failure.message())};
    return acceptor;
}

}  // namespace

TlsListener::TlsListener(tcp::acceptor acceptor, asio::ssl::context tls) : acceptor_(std::move(acceptor)), tls_(std::move(tls)) {}

domain::Result<TlsListener> TlsListener::open(asio::io_context& context, asio::ip::address listen, std::uint16_t port,
                                              asio::ssl::context tls) {
    auto acceptor = open_acceptor(context, listen, port);
    if (!acceptor) return acceptor.error();
    return TlsListener{std::move(*acceptor), std::move(tls)};
}

std::uint16_t TlsListener::port() const {
    boost::system::error_code closed;
    return acceptor_.local_endpoint(closed).port();
}

void TlsListener::close() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
}

ports::Awaitable<void> TlsListener::run(Options options, TaskGroup& tasks, Taker taker) {
    const auto interval = std::chrono::duration_cast<std::chrono::steady_clock::duration>(1s) / options.handshakes_per_second_max;
    const auto burst = interval * options.handshakes_per_second_max / 5;
    asio::steady_timer pause{acceptor_.get_executor()};
    TaskGroup::Closer closer{tasks, [&pause] { pause.cancel(); }};
    auto next = std::chrono::steady_clock::now();
    while (acceptor_.is_open()) {
        auto [failure, socket] = co_await acceptor_.async_accept(asio::as_tuple(asio::use_awaitable));
        if (!acceptor_.is_open()) co_return;
        if (failure) {
            log::warn("a connection could not be taken: {} [accept_failed]", failure.message());
            pause.expires_after(pause_after_accept_failure);
            co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
            continue;
        }
        if (handshakes_ >= options.handshakes_max) {
            ++counters_.handshakes_refused;
            continue;
        }
        tasks.spawn(greet(std::move(socket), options, tasks, taker), "a connection");
        // At most so many handshakes a second, a fifth of a second's worth at once; the others wait in the backlog.
        next = std::max(next, std::chrono::steady_clock::now() - burst) + interval;
        if (next <= std::chrono::steady_clock::now()) continue;
        pause.expires_at(next);
        co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
    }
}

ports::Awaitable<void> TlsListener::greet(tcp::socket socket, Options options, TaskGroup& tasks, Taker taker) {
    ++handshakes_;
    auto stream = co_await shake_hands(std::move(socket), options, tasks);
    --handshakes_;
    if (!stream) co_return;
    auto caller = identify(*stream);
    if (!caller) {
        ++counters_.certificates_refused;
        log::warn("{} [certificate_foreign]", caller.error().detail);
        co_return;
    }
    co_await taker(std::move(stream), std::move(*caller));
}

ports::Awaitable<std::unique_ptr<TlsStream>> TlsListener::shake_hands(tcp::socket socket, Options options, TaskGroup& tasks) {
    const auto from = address_of(socket);
    auto stream = std::make_unique<TlsStream>(boost::beast::tcp_stream{std::move(socket)}, tls_);
    TaskGroup::Closer closer{tasks, [&stream] { boost::beast::get_lowest_layer(*stream).close(); }};
    allow(*stream, options.handshake_limit);
    auto [failure] = co_await stream->async_handshake(asio::ssl::stream_base::server, asio::as_tuple(asio::use_awaitable));
    if (!failure) co_return stream;
    explain_failure(*stream, from, failure);
    co_return nullptr;
}

void TlsListener::explain_failure(TlsStream& stream, const std::string& from, const boost::system::error_code& failure) {
    const auto complaint = certificate_complaint(stream);
    if (!complaint.empty()) ++counters_.certificates_refused;
    else ++counters_.handshakes_refused;
    if (!log_allowance_.take(std::chrono::steady_clock::now())) return;
    if (const auto left_out = log_allowance_.take_left_out()) log::warn("{} more handshakes failed [handshake_failed]", left_out);
    if (!complaint.empty())
        log::warn("{} came with a certificate that is not of this commune: {}; it was refused [certificate_foreign]", from,
                  complaint);
    else if (failure == boost::beast::error::timeout)
        log::info("{} did not finish its handshake in time [handshake_failed]", from);
    else log::info("{} spoke no TLS 1.3 as we do: {} [handshake_failed]", from, failure.message());
}

}  // namespace village::sessions
