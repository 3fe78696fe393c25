// The server with everything behind it in memory, asked over a socket of this machine or by its handlers.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "controller/web_api/cookies.hpp"
#include "controller/web_api/handlers.hpp"
#include "tests/support/fake_server.hpp"

namespace village::web_api {

namespace asio = boost::asio;
using asio::ip::tcp;

/// What everything else is made with.
struct OwnClock {
    domain::UtcTime now = domain::utc_from_us(1'800'000'000'000'000);
    asio::io_context context;
};

class Server : public testing::Test, protected OwnClock, protected support::FakeServer {
protected:
    Server() : FakeServer(context.get_executor(), context.get_executor(), [this] { return now; }) {}

    template <class Value>
    Value wait(ports::Awaitable<Value> work) {
        std::optional<Value> result;
        asio::co_spawn(context, std::move(work), [&](std::exception_ptr thrown, Value value) {
            if (thrown) std::rethrow_exception(thrown);
            result = std::move(value);
        });
        context.restart();
        while (!result && context.run_one_for(std::chrono::seconds{10}) > 0) {
        }
        return std::move(*result);
    }
    std::string cookie_of_somebody() {
        domain::Operator who;
        who.login = "canbo";
        EXPECT_TRUE(wait(people.create_account(who, "mật khẩu dài", "kythuat")));
        const auto session = wait(people.sign_in("canbo", "mật khẩu dài", "here"));
        return std::string{session_cookie_name} + "=" + session->token;
    }
    /// Everything the server answers until it closes the connection.
    ports::Awaitable<std::string> ask(std::uint16_t port, std::string request) {
        tcp::socket socket{context};
        co_await socket.async_connect({asio::ip::address_v4::loopback(), port}, asio::use_awaitable);
        co_await asio::async_write(socket, asio::buffer(request), asio::use_awaitable);
        std::string answer;
        boost::system::error_code closed;
        auto token = asio::redirect_error(asio::use_awaitable, closed);
        co_await asio::async_read(socket, asio::dynamic_buffer(answer), std::move(token));
        co_return answer;
    }
};

/// One request of a person to a handler.
inline Request asked(std::vector<std::string> arguments, std::string body = {}, std::string if_match = {}) {
    Request request;
    request.arguments = std::move(arguments);
    request.body = std::move(body);
    if (!if_match.empty()) request.headers["if-match"] = std::move(if_match);
    request.caller = domain::Operator{};
    return request;
}
inline std::string header_of(const Answer& answer, const std::string& name) {
    for (const auto& [key, value] : answer.headers)
        if (key == name) return value;
    return {};
}

}  // namespace village::web_api
