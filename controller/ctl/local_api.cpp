#include "controller/ctl/local_api.hpp"

#include <fmt/format.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <future>

#include "controller/ctl/json_file.hpp"

namespace village::ctl {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using domain::Error;
using domain::ErrorCode;
using HttpRequest = http::request<http::string_body>;
using HttpAnswer = http::response<http::string_body>;

constexpr std::chrono::seconds patience{10};
constexpr std::uint64_t answer_bytes_max = 1024 * 1024;

asio::awaitable<HttpAnswer> exchange(std::uint16_t port, HttpRequest request) {
    boost::beast::tcp_stream stream{co_await asio::this_coro::executor};
    stream.expires_after(patience);
    const asio::ip::tcp::endpoint controller{asio::ip::address_v4::loopback(), port};
    co_await stream.async_connect(controller, asio::use_awaitable);
    co_await http::async_write(stream, request, asio::use_awaitable);
    http::response_parser<http::string_body> parser;
    parser.body_limit(answer_bytes_max);
    boost::beast::flat_buffer buffer;
    co_await http::async_read(stream, buffer, parser, asio::use_awaitable);
    co_return parser.release();
}

domain::Result<HttpAnswer> call(std::uint16_t port, HttpRequest request) {
    asio::io_context context;
    auto answer = asio::co_spawn(context, exchange(port, std::move(request)), asio::use_future);
    context.run();
    try {
        return answer.get();
    } catch (const boost::system::system_error& failed) {
        return Error{ErrorCode::unavailable,
                     fmt::format("the controller does not answer on 127.0.0.1:{}: {}", port, failed.code().message())};
    }
}

Error refusal_of(const HttpAnswer& answer) {
    boost::system::error_code ignored;
    const auto problem = boost::json::parse(answer.body(), ignored);
    const auto detail = text_member(problem, "detail"), code = text_member(problem, "code");
    return Error{ErrorCode::not_permitted, fmt::format("the controller refuses ({} {}): {}", answer.result_int(),
                                                       code ? *code : "?", detail ? *detail : "without a reason")};
}

}  // namespace

domain::Status LocalApi::sign_in(std::string login, std::string password) {
    const boost::json::object credentials{{"login", std::move(login)}, {"password", std::move(password)}};
    auto entered = post("/session", credentials);
    return entered ? domain::Status{} : entered.error();
}

domain::Status LocalApi::sign_out() {
    HttpRequest request{http::verb::delete_, "/api/v1/session", 11};
    request.set(http::field::host, "localhost");
    request.set(http::field::cookie, cookie_);
    auto answer = call(port_, std::move(request));
    return answer ? domain::Status{} : answer.error();
}

domain::Result<boost::json::value> LocalApi::post(const std::string& path, const boost::json::object& body) {
    HttpRequest request{http::verb::post, "/api/v1" + path, 11};
    request.set(http::field::host, "localhost");
    request.set(http::field::content_type, "application/json");
    if (!cookie_.empty()) request.set(http::field::cookie, cookie_);
    request.body() = boost::json::serialize(body);
    request.prepare_payload();
    auto answer = call(port_, std::move(request));
    if (!answer) return answer.error();
    if (const auto cookie = (*answer)[http::field::set_cookie]; !cookie.empty())
        cookie_.assign(cookie.data(), std::min(cookie.find(';'), cookie.size()));
    if (answer->result_int() >= 400) return refusal_of(*answer);
    boost::system::error_code failed;
    auto value = boost::json::parse(answer->body(), failed, {}, {.max_depth = 32});
    if (failed) return Error{ErrorCode::malformed, "the controller's answer is not JSON"};
    return value;
}

}  // namespace village::ctl
