#include "controller/web_api/connection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <cctype>

#include "controller/observability/log.hpp"
#include "controller/web_api/content_policy.hpp"
#include "controller/web_api/live_socket.hpp"
#include "controller/web_api/on_worker.hpp"

namespace village::web_api {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using domain::BrokenRule;
using domain::Error;
using domain::ErrorCode;
using ports::Awaitable;

namespace {

constexpr std::uint64_t refused_body_bytes_max = 1024 * 1024;
constexpr std::size_t blob_piece_bytes = 64 * 1024;

Method method_of(http::verb verb) {
    switch (verb) {
        case http::verb::get: return Method::get;
        case http::verb::head: return Method::head;
        case http::verb::post: return Method::post;
        case http::verb::patch: return Method::patch;
        case http::verb::delete_: return Method::del;
        default: return Method::other;
    }
}

std::string lower_case(std::string_view text) {
    std::string lower{text};
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char one) { return std::tolower(one); });
    return lower;
}

using Head = http::request<http::empty_body>;

Request request_from(const Head& head) {
    Request request;
    request.method = method_of(head.method());
    for (const auto& field : head) {
        auto& value = request.headers[lower_case({field.name_string().data(), field.name_string().size()})];
        // Two Host or Content-Length lines would mean two things to two readers; joined they mean nothing.
        if (!value.empty()) value += ", ";
        value.append(field.value().data(), field.value().size());
    }
    return request;
}

}  // namespace

asio::ip::address client_of(const WebStream& stream) {
    boost::system::error_code gone;
    const auto peer = stream.tcp().socket().remote_endpoint(gone);
    if (gone) return {};
    auto address = peer.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    return address;
}

Connection::Connection(Api& api, const Pages* pages, WebStream stream)
    : api_(api), pages_(pages), stream_(std::move(stream)), client_(client_of(stream_)) {}

Awaitable<void> Connection::run() {
    bool goes_on = true;
    while (goes_on) goes_on = co_await serve_one();
    stream_.close();
}

Awaitable<bool> Connection::wait_for_bytes() {
    if (buffer_.size() > 0) co_return true;
    stream_.tcp().expires_after(first_ ? head_time : idle_time);
    first_ = false;
    const auto [failed, count] = co_await stream_.async_read_some(buffer_.prepare(4096), awaiting);
    buffer_.commit(count);
    co_return !failed;
}

Awaitable<bool> Connection::serve_one() {
    const bool has_bytes = co_await wait_for_bytes();
    if (!has_bytes) co_return false;
    http::request_parser<http::empty_body> parser;
    parser.header_limit(head_bytes_max);
    parser.body_limit(boost::none);
    stream_.tcp().expires_after(head_time);
    const auto [failed, count] = co_await http::async_read_header(stream_, buffer_, parser, awaiting);
    if (failed) {
        const bool is_http_error = failed.category() == make_error_code(http::error::bad_method).category();
        if (!is_http_error || failed == http::error::end_of_stream || failed == http::error::partial_message) co_return false;
        Problem wrong{
            {ErrorCode::malformed, "this is not an HTTP request the controller understands", BrokenRule{"http", {}, {}}},
            {},
            0,
            {}};
        if (failed == http::error::header_limit)
            wrong = {{ErrorCode::too_large, "the head of the request is over 16 KiB",
                      BrokenRule{"head_bytes", fmt::to_string(head_bytes_max), {}}},
                     {},
                     431,
                     {}};
        auto answer = answer_problem(std::move(wrong));
        co_await send(std::move(answer), false, false);
        co_return false;
    }
    const bool is_upgrade = beast::websocket::is_upgrade(parser.get());
    const bool wants_more = parser.keep_alive();
    const auto length = parser.content_length().value_or(0);
    auto request = request_from(parser.get());
    request.client = client_.to_string();
    request.from_this_machine = client_.is_loopback();
    request.over_tls = stream_.is_tls();
    const bool head_only = request.method == Method::head;

    auto target = parse_target({parser.get().target().data(), parser.get().target().size()});
    std::optional<Answer> refused;
    if (!target) refused = answer_problem(target.error());
    if (parser.chunked() || !request.header("transfer-encoding").empty())
        refused = answer_problem(Problem{
            {ErrorCode::invalid_argument, "a body needs Content-Length", BrokenRule{"body_length", {}, {}}}, {}, 411, {}});
    if (refused) {
        co_await send(std::move(*refused), head_only, false);
        co_return false;
    }
    request.target = std::move(*target);

    auto admission = co_await admit(api_, pages_, std::move(request));
    if (!admission.answer && length > admission.body_bytes_max)
        admission.answer = answer_problem(
            Error{ErrorCode::too_large, fmt::format("the body is over the limit of {} bytes", admission.body_bytes_max),
                  BrokenRule{"body_bytes", fmt::to_string(admission.body_bytes_max), fmt::to_string(length)}});
    if (admission.answer) {
        // A body that nobody reads is taken off the line when it is small, so that the sender gets to read why.
        const bool taken = length <= refused_body_bytes_max && co_await read_body(length, nullptr, body_time);
        const bool sent = co_await send(std::move(*admission.answer), head_only, wants_more && taken);
        co_return sent&& taken&& wants_more;
    }
    if (admission.route->handler == nullptr) {
        if (is_upgrade && !has_room_for_live(api_)) {
            auto answer =
                answer_problem(Error{ErrorCode::unavailable, "as many pages are open as can be told what is new; close one",
                                     BrokenRule{"live_pages", fmt::to_string(api_.options.live_clients_max), {}}});
            co_await send(std::move(answer), head_only, false);
            co_return false;
        }
        if (is_upgrade) {
            co_await serve_live(api_, stream_, parser.release(), std::move(admission.request));
            co_return false;
        }
        Problem needed{{ErrorCode::invalid_argument, "this is a WebSocket", BrokenRule{"websocket", {}, {}}}, {}, 426, {}};
        auto answer = answer_problem(std::move(needed));
        answer.headers.emplace_back("Upgrade", "websocket");
        co_await send(std::move(answer), head_only, false);
        co_return false;
    }
    if (lower_case(admission.request.header("expect")) == "100-continue") {
        const bool told = co_await send_bytes("HTTP/1.1 100 Continue\r\n\r\n");
        if (!told) co_return false;
    }
    const auto time = admission.route->body == Body::bytes ? piece_time : body_time;
    const bool complete = co_await read_body(length, &admission.request.body, time);
    if (!complete) co_return false;
    auto answer = co_await web_api::run(api_, *admission.route, std::move(admission.request));
    const bool sent = co_await send(std::move(answer), head_only, wants_more);
    co_return sent&& wants_more;
}

Awaitable<bool> Connection::read_body(std::uint64_t length, std::string* into, std::chrono::seconds time) {
    stream_.tcp().expires_after(time);
    if (into != nullptr) into->reserve(length);
    while (length > 0) {
        if (buffer_.size() == 0) {
            const auto [failed, count] = co_await stream_.async_read_some(buffer_.prepare(16 * 1024), awaiting);
            if (failed) co_return false;
            buffer_.commit(count);
        }
        const auto part = std::min<std::uint64_t>(length, buffer_.size());
        if (into != nullptr) into->append(static_cast<const char*>(buffer_.cdata().data()), part);
        buffer_.consume(part);
        length -= part;
    }
    co_return true;
}

std::string Connection::head_text(const Answer& answer, std::uint64_t length, bool keep_alive) const {
    const auto reason = http::obsolete_reason(static_cast<http::status>(answer.status));
    std::string text = fmt::format("HTTP/1.1 {} {}\r\n", answer.status, std::string_view{reason.data(), reason.size()});
    bool has_policy = false;
    bool has_cache_rule = false;
    for (const auto& [name, value] : answer.headers) {
        has_policy = has_policy || name == "Content-Security-Policy";
        has_cache_rule = has_cache_rule || name == "Cache-Control";
        std::string clean = value;
        std::erase_if(clean, [](char one) { return one == '\r' || one == '\n'; });
        text += fmt::format("{}: {}\r\n", name, clean);
    }
    if (!answer.content_type.empty()) text += fmt::format("Content-Type: {}\r\n", answer.content_type);
    if (answer.status != 204 && answer.status != 304) text += fmt::format("Content-Length: {}\r\n", length);
    if (!has_policy) text += fmt::format("Content-Security-Policy: {}\r\n", bare_policy());
    if (!has_cache_rule) text += "Cache-Control: no-store\r\n";
    text +=
        "X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\nReferrer-Policy: same-origin\r\n"
        "Cross-Origin-Opener-Policy: same-origin\r\nCross-Origin-Resource-Policy: same-origin\r\n"
        "Permissions-Policy: microphone=(self), camera=(), geolocation=()\r\n";
    // Only a name that answered over TLS is bound to it; the plain port is for this machine alone.
    if (stream_.is_tls()) text += "Strict-Transport-Security: max-age=31536000\r\n";
    text += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return text;
}

Awaitable<bool> Connection::send_bytes(std::string_view bytes) {
    stream_.tcp().expires_after(write_time);
    const auto [failed, count] = co_await asio::async_write(stream_, asio::buffer(bytes.data(), bytes.size()), awaiting);
    co_return !failed;
}

Awaitable<bool> Connection::send(Answer answer, bool head_only, bool keep_alive) {
    if (answer.problem) answer.body = problem_text(*answer.problem, api_.world.now());
    ++api_.figures.answers_by_class[answer.status / 100];
    const std::string_view body = answer.shared_body ? std::string_view{*answer.shared_body} : std::string_view{answer.body};
    const auto length = answer.blob ? answer.blob->length : body.size();
    auto text = head_text(answer, length, keep_alive);
    const bool has_body = !head_only && answer.status != 204 && answer.status != 304;
    // A small answer goes out in one packet with its head.
    std::size_t with_head = 0;
    if (has_body && !answer.blob) {
        with_head = std::min(body.size(), blob_piece_bytes);
        text += body.substr(0, with_head);
    }
    bool sent = co_await send_bytes(text);
    if (!has_body) co_return sent;
    if (answer.blob) {
        if (sent) sent = co_await send_blob(*answer.blob);
        co_return sent;
    }
    for (std::size_t at = with_head; sent && at < body.size(); at += blob_piece_bytes)
        sent = co_await send_bytes(body.substr(at, blob_piece_bytes));
    co_return sent;
}

Awaitable<bool> Connection::send_blob(BlobBody blob) {
    while (blob.length > 0) {
        const auto wanted = std::min<std::uint64_t>(blob.length, blob_piece_bytes);
        auto work = [&blobs = api_.world.blobs, blob, wanted] {
            return blob.listening_copy ? blobs.read_listening_copy(blob.hash, blob.offset, wanted)
                                       : blobs.read(blob.hash, blob.offset, wanted);
        };
        const auto piece = co_await on_worker(api_, std::move(work));
        if (!piece || piece->empty()) {
            log::warn("sound {} ends early while it is sent: {} [storage_failed]", blob.hash.text(),
                      piece ? "it is shorter than its record says" : piece.error().detail);
            co_return false;
        }
        const bool sent = co_await send_bytes({reinterpret_cast<const char*>(piece->data()), piece->size()});
        if (!sent) co_return false;
        blob.offset += piece->size();
        blob.length -= std::min<std::uint64_t>(blob.length, piece->size());
    }
    co_return true;
}

}  // namespace village::web_api
