#include "controller/web_api/web_server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <list>

#include "controller/observability/log.hpp"
#include "controller/web_api/connection.hpp"
#include "controller/web_api/connection_room.hpp"

namespace village::web_api {

namespace asio = boost::asio;
using asio::ip::tcp;
using domain::Error;
using domain::ErrorCode;
using ports::Awaitable;

struct WebServer::Parts {
    Parts(asio::any_io_executor executor, WebWorld world, WebOptions options)
        : control(std::move(executor)), api{std::move(world), std::move(options)}, acceptor(control), all_ended(control) {}

    asio::any_io_executor control;
    Api api;
    std::optional<Pages> pages;
    tcp::acceptor acceptor;
    asio::steady_timer all_ended;
    std::list<Connection> connections;
    bool is_listening = false;
    bool is_stopping = false;

    void take(WebStream stream);
    bool has_room_for(const WebStream& stream) const;
    Awaitable<void> listen_on();
    void ended_one() {
        if (is_stopping && connections.empty() && !is_listening) all_ended.cancel();
    }
};

bool WebServer::Parts::has_room_for(const WebStream& stream) const {
    const auto client = client_of(stream);
    const auto of_client = static_cast<std::size_t>(std::ranges::count(connections, client, &Connection::client));
    return has_room({connections.size(), of_client}, client.is_loopback(), api.options);
}

void WebServer::Parts::take(WebStream stream) {
    if (is_stopping || !has_room_for(stream)) {
        ++api.figures.connections_refused;
        stream.close();
        return;
    }
    const auto place = connections.emplace(connections.end(), api, pages ? &*pages : nullptr, std::move(stream));
    api.figures.connections = connections.size();
    asio::co_spawn(control, place->run(), [this, place](std::exception_ptr thrown) {
        try {
            if (thrown) std::rethrow_exception(thrown);
        } catch (const std::exception& wrong) {
            log::error("a web connection ended by a mistake: {} [internal]", wrong.what());
        }
        connections.erase(place);
        api.figures.connections = connections.size();
        ended_one();
    });
}

Awaitable<void> WebServer::Parts::listen_on() {
    while (!is_stopping) {
        auto [failed, socket] = co_await acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
        if (is_stopping) break;
        if (failed) {
            // Out of descriptors, as a rule: wait a little instead of turning in a circle.
            log::warn("no web connection can be taken now: {}; trying again in 1 s [unavailable]", failed.message());
            asio::steady_timer pause{control, std::chrono::seconds{1}};
            co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
            continue;
        }
        boost::system::error_code ignored;
        socket.set_option(tcp::no_delay{true}, ignored);
        take(WebStream{std::make_unique<boost::beast::tcp_stream>(std::move(socket))});
    }
}

WebServer::WebServer(asio::any_io_executor control, WebWorld world, WebOptions options)
    : parts_(std::make_unique<Parts>(std::move(control), std::move(world), std::move(options))) {}

WebServer::~WebServer() = default;

domain::Status WebServer::load_pages() {
    if (parts_->api.options.pages_folder.empty()) return {};
    auto pages = Pages::load(parts_->api.options.pages_folder);
    if (!pages) return pages.error();
    parts_->pages = std::move(*pages);
    return {};
}

domain::Status WebServer::listen(const std::string& address, std::uint16_t port) {
    boost::system::error_code failed;
    const auto literal = asio::ip::make_address(address, failed);
    if (failed) return Error{ErrorCode::configuration_invalid, fmt::format("{} is not a literal address", address)};
    const tcp::endpoint endpoint{literal, port};
    auto& acceptor = parts_->acceptor;
    acceptor.open(endpoint.protocol(), failed);
    if (!failed) acceptor.set_option(tcp::acceptor::reuse_address{true}, failed);
    if (!failed) acceptor.bind(endpoint, failed);
    if (!failed) acceptor.listen(asio::socket_base::max_listen_connections, failed);
    if (failed)
        return Error{ErrorCode::configuration_invalid,
                     fmt::format("port {} on {} cannot be used ({}); name another one", port, address, failed.message())};
    parts_->is_listening = true;
    asio::co_spawn(parts_->control, parts_->listen_on(), [parts = parts_.get()](std::exception_ptr) {
        parts->is_listening = false;
        parts->ended_one();
    });
    return {};
}

std::uint16_t WebServer::port() const {
    boost::system::error_code failed;
    const auto endpoint = parts_->acceptor.local_endpoint(failed);
    return failed ? 0 : endpoint.port();
}

void WebServer::accept(std::unique_ptr<TlsStream> stream) { parts_->take(WebStream{std::move(stream)}); }

Awaitable<void> WebServer::stop() {
    parts_->is_stopping = true;
    boost::system::error_code ignored;
    parts_->acceptor.close(ignored);
    for (auto& connection : parts_->connections) connection.close();
    while (!parts_->connections.empty() || parts_->is_listening) {
        parts_->all_ended.expires_at(asio::steady_timer::time_point::max());
        co_await parts_->all_ended.async_wait(asio::as_tuple(asio::use_awaitable));
    }
}

}  // namespace village::web_api
