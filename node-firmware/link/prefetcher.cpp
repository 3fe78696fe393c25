#include "node-firmware/link/prefetcher.hpp"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/vector_body.hpp>
#include <boost/beast/http/write.hpp>

#include "controller/observability/log.hpp"
#include "protocol/session_codec.hpp"

namespace village::node::link {
namespace asio = boost::asio;
namespace http = boost::beast::http;
using domain::content_chunk_bytes;
using domain::Error;
using domain::ErrorCode;
using domain::Status;

namespace {
constexpr std::chrono::milliseconds look_again{60'000};

std::chrono::milliseconds backoff(std::uint32_t failures, std::minstd_rand& random) {
    const auto ceiling = std::min<std::uint32_t>(60'000, 1000U << std::min<std::uint32_t>(failures, 6));
    return std::chrono::milliseconds{500 + random() % ceiling};
}
}  // namespace

Prefetcher::Prefetcher(asio::io_context& context, PrefetchOptions options, const NodeIdentity& identity, FetchStore& store,
                       DemoFaults& faults)
    : context_(context), options_(std::move(options)), identity_(identity), store_(store), faults_(faults), pause_(context) {}

void Prefetcher::start() { asio::co_spawn(context_, run(), asio::detached); }

void Prefetcher::stop() {
    stopping_ = true;
    pause_.cancel();
    if (connection_) connection_->close();
}

void Prefetcher::wake() {
    if (failures_ == 0) pause_.cancel();
}

asio::awaitable<void> Prefetcher::rest(std::chrono::milliseconds time) {
    pause_.expires_after(time);
    co_await pause_.async_wait(awaiting);
}

asio::awaitable<void> Prefetcher::run() {
    while (!stopping_) {
        auto content = store_.next();
        if (!content || faults_.is_cut()) {
            connection_.reset();
            co_await rest(faults_.is_cut() ? std::chrono::milliseconds{1000} : look_again);
            continue;
        }
        const auto name = content->root.text();
        const auto fetched = co_await fetch(std::move(*content));
        if (fetched) {
            failures_ = 0;
            continue;
        }
        if (stopping_) break;
        connection_.reset();
        ++failures_;
        controller_ = (controller_ + 1) % options_.controllers.size();
        const auto wait = backoff(failures_, random_);
        log::warn("content {} not fetched: {}; trying again in {} ms [{}]", name.substr(0, 12), fetched.error().detail,
                  wait.count(), domain::error_name(fetched.error().code));
        co_await rest(wait);
    }
    connection_.reset();
}

asio::awaitable<domain::Result<std::shared_ptr<TlsConnection>>> Prefetcher::connected() {
    if (connection_ && connection_->stream().lowest_layer().is_open()) co_return connection_;
    TlsOptions options;
    options.alpn = std::string(protocol::alpn_http);
    options.identity = &identity_;
    options.now = options_.known_time();
    auto dialled = co_await dial(options_.controllers[controller_], std::move(options));
    if (dialled) connection_ = *dialled;
    co_return dialled;
}

asio::awaitable<Status> Prefetcher::fetch(ContentToFetch content) {
    auto held = store_.begin(content);
    if (!held) co_return held.error();
    auto at = *held;
    while (at < content.chunks.size()) {
        auto connection = co_await connected();
        if (!connection) co_return connection.error();
        const auto count = std::min<std::uint64_t>(chunks_per_request, content.chunks.size() - at);
        auto got = co_await fetch_range(*connection, content, at, count);
        if (!got) co_return got.error();
        at += count;
        if (options_.kilobytes_per_second > 0) {
            const auto bytes = count * content_chunk_bytes;
            co_await rest(std::chrono::milliseconds{bytes / options_.kilobytes_per_second});
        }
        if (stopping_) co_return Error{ErrorCode::cancelled, "the node is stopping"};
    }
    auto finished = store_.finish(content);
    if (finished)
        log::info("content {} fetched, {} bytes [content_ready]", content.root.text().substr(0, 12), content.size_bytes);
    co_return finished;
}

asio::awaitable<Status> Prefetcher::fetch_range(std::shared_ptr<TlsConnection> connection, const ContentToFetch& content,
                                                std::uint64_t from, std::uint64_t count) {
    const auto first = from * content_chunk_bytes;
    const auto end = std::min<std::uint64_t>(content.size_bytes, (from + count) * content_chunk_bytes);
    http::request<http::empty_body> request{http::verb::get, "/content/" + content.root.text(), 11};
    request.set(http::field::host, options_.controllers[controller_].host);
    request.set(http::field::range, fmt::format("bytes={}-{}", first, end - 1));
    connection->set_deadline(answer_within);
    auto [write_error, written] = co_await http::async_write(connection->stream(), request, awaiting);
    if (write_error) co_return Error{ErrorCode::unavailable, write_error.message()};
    http::response_parser<http::vector_body<std::uint8_t>> parser;
    parser.body_limit(chunks_per_request * content_chunk_bytes);
    boost::beast::flat_buffer buffer(64 * 1024);
    auto [read_error, read] = co_await http::async_read(connection->stream(), buffer, parser, awaiting);
    connection->clear_deadline();
    if (read_error) {
        connection->close();
        co_return Error{ErrorCode::unavailable, read_error.message()};
    }
    const auto& response = parser.get();
    const bool whole = response.result() == http::status::ok && first == 0 && end == content.size_bytes;
    if (response.result() != http::status::partial_content && !whole) {
        co_return Error{response.result() == http::status::not_found ? ErrorCode::not_found : ErrorCode::unavailable,
                        fmt::format("the controller answered {}", response.result_int())};
    }
    const auto& body = response.body();
    if (body.size() != end - first) co_return Error{ErrorCode::malformed, "the controller sent another range"};
    for (std::uint64_t chunk = 0; chunk < count; ++chunk) {
        const auto at = chunk * content_chunk_bytes;
        const auto bytes = domain::Bytes(body).subspan(at, std::min<std::uint64_t>(content_chunk_bytes, body.size() - at));
        if (auto put = store_.put_chunk(content, from + chunk, bytes); !put) co_return put.error();
    }
    if (!response.keep_alive()) connection->close();
    co_return Status{};
}

}  // namespace village::node::link
