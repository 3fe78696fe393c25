#include "controller/signer/client_link.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <cstring>

namespace village::signer {

namespace asio = boost::asio;
using domain::Error;
using domain::ErrorCode;
using domain::Result;

namespace {

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);

Error unavailable(const std::string& why) {
    return {ErrorCode::unavailable, fmt::format("village-signer does not answer ({}); is it running?", why)};
}

}  // namespace

domain::Status ClientLink::connect(const std::string& path) {
    boost::system::error_code failed;
    socket_.open(asio::local::stream_protocol(), failed);
    if (failed) return unavailable(failed.message());
    socket_.non_blocking(true, failed);
    asio::local::stream_protocol::endpoint endpoint;
    try {
        endpoint = asio::local::stream_protocol::endpoint(path);
    } catch (const boost::system::system_error&) {
        close();
        return Error{ErrorCode::configuration_invalid, "the signer's socket path is too long"};
    }
    // Asio would wait where a full backlog says EAGAIN; the caller has 200 ms.
    if (::connect(socket_.native_handle(), endpoint.data(), static_cast<socklen_t>(endpoint.size())) != 0) {
        const int number = errno;
        close();
        return unavailable(fmt::format("{}: {}", path, std::strerror(number)));
    }
    asio::co_spawn(
        executor_, [self = shared_from_this()] { return self->read_all(); }, asio::detached);
    return {};
}

ports::Awaitable<Result<wire::SignerResponse>> ClientLink::ask(wire::SignerRequest request, std::chrono::milliseconds limit) {
    const auto self = shared_from_this();
    const auto id = next_id_++;
    request.set_id(id);
    const auto body = request.SerializeAsString();
    auto frame = protocol::encode_frame(domain::as_bytes(body));
    if (!frame) co_return frame.error();
    const auto call = std::make_shared<Call>(executor_);
    call->timer.expires_after(limit);
    waiting_[id] = call;
    send(std::move(*frame));
    const auto [ended] = co_await call->timer.async_wait(as_values);
    waiting_.erase(id);
    if (call->response) co_return std::move(*call->response);
    if (!ended) co_return Error{ErrorCode::timed_out, fmt::format("village-signer did not answer in {} ms", limit.count())};
    co_return unavailable("the connection ended");
}

void ClientLink::send(protocol::ByteVector frame) {
    out_.push_back(std::move(frame));
    if (writing_) return;
    writing_ = true;
    asio::co_spawn(
        executor_, [self = shared_from_this()] { return self->write_all(); }, asio::detached);
}

ports::Awaitable<void> ClientLink::write_all() {
    while (!out_.empty() && is_open()) {
        const auto frame = std::move(out_.front());
        out_.pop_front();
        const auto buffer = asio::buffer(frame);
        const auto [failed, sent] = co_await asio::async_write(socket_, buffer, as_values);
        if (failed) close();
    }
    writing_ = false;
}

ports::Awaitable<void> ClientLink::read_all() {
    std::array<std::uint8_t, 16 * 1024> piece;
    while (is_open()) {
        const auto buffer = asio::buffer(piece);
        const auto [failed, got] = co_await socket_.async_read_some(buffer, as_values);
        if (failed) break;
        auto bodies = decoder_.feed(domain::Bytes(piece).first(got));
        if (!bodies) break;
        bool good = true;
        for (const auto& body : *bodies) good = good && take(body);
        if (!good) break;
    }
    close();
}

bool ClientLink::take(const protocol::ByteVector& body) {
    wire::SignerResponse response;
    if (!response.ParseFromArray(body.data(), static_cast<int>(body.size()))) return false;
    const auto call = waiting_.find(response.id());
    if (call == waiting_.end()) return true;  // Came after its time.
    call->second->response = std::move(response);
    call->second->timer.cancel();
    return true;
}

void ClientLink::close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
    for (auto& [id, call] : waiting_) call->timer.cancel();
    out_.clear();
}

}  // namespace village::signer
