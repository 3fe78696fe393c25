#include "controller/sessions/prefetch_server.hpp"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include "controller/sessions/byte_range.hpp"

namespace village::sessions {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using namespace std::chrono_literals;
using domain::Error;
using domain::ErrorCode;

constexpr auto idle_limit = 60s;
constexpr auto piece_limit = 30s;  // 64 KiB in 30 s are 17 kbit/s: less is a dead line.
constexpr std::size_t piece_bytes = 64 * 1024;
constexpr std::size_t request_bytes_max = 8 * 1024;

using Request = http::request<http::empty_body>;

struct Wanted {
    domain::ContentHash hash;
    std::uint64_t size = 0;
    std::optional<ByteRange> range;  // Nothing: the whole file.
    bool unsatisfiable = false;
};

http::status status_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::not_found: return http::status::not_found;
        case ErrorCode::malformed: return http::status::bad_request;
        case ErrorCode::not_permitted: return http::status::method_not_allowed;
        default: return http::status::internal_server_error;
    }
}

domain::Result<domain::ContentHash> content_of(std::string_view target) {
    constexpr std::string_view prefix = "/content/";
    if (!target.starts_with(prefix)) return Error{ErrorCode::not_found, "only /content/{hash} is served here"};
    auto hash = domain::ContentHash::parse(target.substr(prefix.size()));
    if (!hash) return Error{ErrorCode::not_found, "a content is named by 64 hexadecimal digits"};
    return *hash;
}

std::string etag(const domain::ContentHash& hash) { return fmt::format("\"{}\"", hash.text()); }

// If-Range with another name than the content's own means: the whole file. A name never changes its bytes, so it cannot differ otherwise.
bool range_counts(const Request& request, const domain::ContentHash& hash) {
    const auto condition = request.find(http::field::if_range);
    return condition == request.end() || condition->value() == etag(hash);
}

domain::Result<Wanted> understand(const Request& request, const ports::BlobStore& blobs) {
    if (request.method() != http::verb::get && request.method() != http::verb::head)
        return Error{ErrorCode::not_permitted, "only GET and HEAD are served here"};
    auto hash = content_of({request.target().data(), request.target().size()});
    if (!hash) return hash.error();
    auto size = blobs.size(*hash);
    if (!size) return size.error();
    Wanted wanted{*hash, *size, std::nullopt, false};
    const auto range = request.find(http::field::range);
    if (range == request.end() || !range_counts(request, *hash)) return wanted;
    auto parsed = parse_range({range->value().data(), range->value().size()}, *size);
    if (!parsed) return parsed.error();
    wanted.range = *parsed;
    wanted.unsatisfiable = !parsed->has_value();
    return wanted;
}

http::response<http::string_body> refusal(const Request& request, http::status status, const std::string& detail) {
    http::response<http::string_body> response{status, request.version(), detail + "\n"};
    response.set(http::field::content_type, "text/plain; charset=utf-8");
    response.keep_alive(request.keep_alive());
    response.prepare_payload();
    if (request.method() == http::verb::head) response.body().clear();
    return response;
}

http::response<http::empty_body> head_of(const Request& request, const Wanted& wanted, ByteRange range) {
    http::response<http::empty_body> response{wanted.range ? http::status::partial_content : http::status::ok, request.version()};
    response.set(http::field::content_type, "audio/ogg");
    response.set(http::field::accept_ranges, "bytes");
    response.set(http::field::etag, etag(wanted.hash));
    response.set(http::field::cache_control, "private, immutable");
    if (wanted.range)
        response.set(http::field::content_range,
                     fmt::format("bytes {}-{}/{}", range.first, range.first + range.length - 1, wanted.size));
    response.content_length(range.length);
    response.keep_alive(request.keep_alive());
    return response;
}

// What the peer said, not that it went away.
bool is_bad_request(const boost::system::error_code& failure) {
    const boost::system::error_code ended = http::error::end_of_stream, cut = http::error::partial_message;
    return failure.category() == ended.category() && failure != ended && failure != cut;
}

asio::awaitable<bool> send_refusal(TlsStream& stream, http::response<http::string_body> response) {
    allow(stream, piece_limit);
    auto [failure, size] = co_await http::async_write(stream, response, asio::as_tuple(asio::use_awaitable));
    co_return !failure && response.keep_alive();
}

asio::awaitable<bool> send_content(TlsStream& stream, const Request& request, const Wanted& wanted,
                                   const ports::BlobStore& blobs) {
    auto range = wanted.range.value_or(ByteRange{0, wanted.size});
    auto head = head_of(request, wanted, range);
    http::response_serializer<http::empty_body> serializer{head};
    allow(stream, piece_limit);
    auto [failure, size] = co_await http::async_write_header(stream, serializer, asio::as_tuple(asio::use_awaitable));
    if (failure) co_return false;
    if (request.method() == http::verb::head) co_return head.keep_alive();
    while (range.length > 0) {
        auto piece = blobs.read(wanted.hash, range.first, std::min<std::uint64_t>(range.length, piece_bytes));
        // The length was promised: a file that cannot be read on can only end the connection.
        if (!piece || piece->empty()) co_return false;
        allow(stream, piece_limit);
        auto [broken, sent] = co_await asio::async_write(stream, asio::buffer(*piece), asio::as_tuple(asio::use_awaitable));
        if (broken) co_return false;
        range.first += piece->size();
        range.length -= piece->size();
    }
    co_return head.keep_alive();
}

asio::awaitable<bool> answer(TlsStream& stream, const Request& request, const ports::BlobStore& blobs) {
    auto wanted = understand(request, blobs);
    if (!wanted) co_return co_await send_refusal(stream, refusal(request, status_of(wanted.error().code), wanted.error().detail));
    if (wanted->unsatisfiable) {
        auto response = refusal(request, http::status::range_not_satisfiable, "the content ends before that");
        response.set(http::field::content_range, fmt::format("bytes */{}", wanted->size));
        co_return co_await send_refusal(stream, std::move(response));
    }
    co_return co_await send_content(stream, request, *wanted, blobs);
}

}  // namespace

asio::awaitable<void> serve_prefetch(TlsStream& stream, ports::BlobStore& blobs) {
    boost::beast::flat_buffer buffer{request_bytes_max};
    for (bool goes_on = true; goes_on;) {
        http::request_parser<http::empty_body> parser;
        parser.header_limit(request_bytes_max);
        parser.body_limit(0);
        allow(stream, idle_limit);
        auto [failure, size] = co_await http::async_read(stream, buffer, parser, asio::as_tuple(asio::use_awaitable));
        if (failure && !is_bad_request(failure)) break;
        if (failure) {
            Request nameless;
            nameless.version(11);
            nameless.keep_alive(false);
            auto response = refusal(nameless, http::status::bad_request, "not a request that is understood here");
            co_await send_refusal(stream, std::move(response));
            break;
        }
        goes_on = co_await answer(stream, parser.get(), blobs);
    }
    allow(stream, 2s);
    co_await stream.async_shutdown(asio::as_tuple(asio::use_awaitable));
}

}  // namespace village::sessions
