#include "node-firmware/link/control_link.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "controller/observability/log.hpp"
#include "protocol/session_codec.hpp"

namespace village::node::link {
namespace asio = boost::asio;
using domain::Error;
using domain::ErrorCode;
using domain::MonotonicTime;

namespace {
constexpr std::chrono::milliseconds tick{250};
constexpr std::chrono::seconds write_within{20};
}  // namespace

ControlLink::ControlLink(asio::io_context& context, ControlLinkOptions options, const NodeIdentity& identity, LinkEvents& events,
                         DemoFaults& faults)
    : context_(context),
      options_(std::move(options)),
      identity_(identity),
      events_(events),
      faults_(faults),
      udp_(context,
           UdpHandlers{[this](protocol::UdpPacket packet) { take_udp(packet); },
                       [this](domain::Bytes bytes) { events_.bare_start(bytes); },
                       [this](domain::Bytes bytes) { events_.rtp(bytes); }},
           faults),
      pause_(context),
      write_wanted_(context) {}
ControlLink::~ControlLink() = default;

MonotonicTime ControlLink::now() const {
    return MonotonicTime{std::chrono::duration_cast<domain::Duration>(std::chrono::steady_clock::now().time_since_epoch())};
}

void ControlLink::start() { asio::co_spawn(context_, run(), asio::detached); }

void ControlLink::stop() {
    stopping_ = true;
    pause_.cancel();
    drop_session();
    udp_.close();
}

void ControlLink::drop_session() {
    if (connection_) connection_->close();
    write_wanted_.cancel();
}

asio::awaitable<void> ControlLink::run() {
    Reconnect reconnect(options_.controllers.size());
    std::size_t controller = 0;
    while (!stopping_) {
        const auto address = options_.controllers[controller];
        Error why{ErrorCode::unavailable, "the line is cut on purpose"};
        if (!faults_.is_cut()) why = co_await session(address, reconnect);
        if (stopping_) break;
        const auto attempt = reconnect.next(random());
        controller = attempt.controller;
        log::warn("no line to {}: {}; retrying in {:.1f} s [{}]", address.text(), why.detail,
                  static_cast<double>(attempt.wait.count()) * 1e-6, domain::error_name(why.code));
        pause_.expires_after(attempt.wait);
        co_await pause_.async_wait(awaiting);
    }
}

asio::awaitable<Error> ControlLink::session(ControllerAddress address, Reconnect& reconnect) {
    TlsOptions options;
    options.alpn = std::string(protocol::alpn_session);
    options.identity = &identity_;
    options.now = options_.known_time();
    auto dialled = co_await dial(address, std::move(options));
    if (!dialled) co_return dialled.error();
    connection_ = *dialled;
    join_ = JoinMachine{};
    queue_.clear();
    queue_bytes_ = 0;
    keepalive_.joined(now());
    auto hello = join_.connected(events_.hello(), now());
    perform(hello, reconnect);
    asio::co_spawn(context_, write_messages(connection_), asio::detached);
    asio::co_spawn(context_, keep_alive(connection_), asio::detached);
    auto why = co_await read_messages(connection_, reconnect);
    const bool was_joined = join_.is_joined();
    connection_->close();
    connection_.reset();
    write_wanted_.cancel();
    udp_.session_lost(now());
    if (was_joined) events_.lost();
    co_return why;
}

asio::awaitable<Error> ControlLink::read_messages(std::shared_ptr<TlsConnection> connection, Reconnect& reconnect) {
    protocol::FrameDecoder decoder;
    std::vector<std::uint8_t> buffer(16 * 1024);
    for (;;) {
        auto [error, size] = co_await connection->stream().async_read_some(asio::buffer(buffer), awaiting);
        if (error) co_return Error{ErrorCode::unavailable, error.message()};
        keepalive_.tls_heard(now());
        auto frames = decoder.feed(domain::Bytes(buffer).first(size));
        if (!frames) co_return frames.error();
        for (const auto& frame : *frames) {
            auto message = protocol::decode_session_message(frame);
            if (!message && message.error().code == ErrorCode::unsupported_version) continue;
            if (!message) co_return message.error();
            protocol::TimeNonce nonce;
            fill_random(nonce);
            auto step = join_.received(std::move(*message), nonce);
            if (step.joined) events_.time_asked(nonce);
            perform(step, reconnect);
            if (step.close) co_return *step.close;
        }
    }
}

void ControlLink::perform(JoinMachine::Step& step, Reconnect& reconnect) {
    for (const auto& message : step.send) send(message);
    if (step.retry_after > domain::Duration{0}) reconnect.hold_off(step.retry_after);
    if (step.joined) {
        reconnect.joined();
        events_.joined(step.hand_on.front().welcome());
    }
    for (const auto& message : step.hand_on) events_.message(message);
    if (step.bind_udp) bind_udp(*step.bind_udp);
    if (step.dismissed) events_.dismissed();
}

void ControlLink::bind_udp(const wire::UdpBinding& binding) {
    if (!connection_) return;
    std::array<std::uint8_t, 8> context{};
    for (std::size_t byte = 0; byte < 8; ++byte)
        context[byte] = static_cast<std::uint8_t>(binding.connection_id() >> (8 * (7 - byte)));
    protocol::UdpAssociationState state;
    state.connection_id = binding.connection_id();
    const auto secret = connection_->export_secret(protocol::udp_exporter_label, domain::Bytes(context));
    state.exporter = protocol::Secret<32>(std::span<const std::uint8_t, 32>(secret));
    const auto remote = connection_->remote();
    const auto port = binding.port() >= 1 && binding.port() <= 65'535 ? binding.port() : remote.port();
    udp_.bind(protocol::UdpAssociation(protocol::UdpRole::node, state), {remote.address(), static_cast<std::uint16_t>(port)});
    keepalive_.begin_burst();
}

void ControlLink::take_udp(const protocol::UdpPacket& packet) {
    keepalive_.udp_heard(now());
    if (packet.kind != protocol::UdpKind::clock_answer) return events_.udp_packet(packet);
    auto answer = protocol::decode_clock_answer(packet.body);
    if (!answer) return;
    const auto returned = now();
    const MonotonicTime sent{domain::Duration{answer->sent_us}};
    // An answer to what was asked long ago says little; one from the future is nonsense.
    if (sent > returned || returned - sent > std::chrono::seconds{5}) return;
    events_.exchange(Exchange{sent, answer->received, answer->answered, returned});
}

void ControlLink::send_clock_request() {
    auto request = events_.clock_request();
    request.sequence = ++clock_sequence_;
    request.sent_us = now().time_since_epoch().count();
    udp_.send(protocol::UdpKind::clock_request, protocol::encode_clock_request(request));
}

void ControlLink::ask_time() {
    if (!is_joined()) return;
    protocol::TimeNonce nonce;
    fill_random(nonce);
    events_.time_asked(nonce);
    send(JoinMachine::time_challenge(nonce));
}

void ControlLink::send(const wire::SessionMessage& message) {
    if (!connection_) return;
    auto frame = protocol::encode_message(message);
    if (!frame) return log::error("a message is too large to send: {} [too_large]", frame.error().detail);
    if (queue_bytes_ + frame->size() > queue_bytes_max) {
        log::warn("the controller takes nothing any more, dialling anew [link]");
        return drop_session();
    }
    queue_bytes_ += frame->size();
    queue_.push_back(std::move(*frame));
    write_wanted_.cancel();
}

asio::awaitable<void> ControlLink::write_messages(std::shared_ptr<TlsConnection> connection) {
    while (connection == connection_ && connection->stream().lowest_layer().is_open()) {
        if (queue_.empty()) {
            write_wanted_.expires_at(std::chrono::steady_clock::time_point::max());
            co_await write_wanted_.async_wait(awaiting);
            continue;
        }
        const auto frame = std::move(queue_.front());
        queue_.pop_front();
        queue_bytes_ -= frame.size();
        connection->set_deadline(write_within);
        auto [error, size] = co_await asio::async_write(connection->stream(), asio::buffer(frame), awaiting);
        connection->clear_deadline();
        if (error) connection->close();
    }
}

asio::awaitable<void> ControlLink::keep_alive(std::shared_ptr<TlsConnection> connection) {
    asio::steady_timer timer(context_);
    while (connection == connection_ && connection->stream().lowest_layer().is_open()) {
        timer.expires_after(tick);
        co_await timer.async_wait(awaiting);
        if (connection != connection_) break;
        if (const auto step = join_.tick(now()); step.close) {
            connection->close();
            break;
        }
        if (!join_.is_joined()) continue;
        const auto due = keepalive_.due(now(), events_.on_air(), random());
        if (due.dead) {
            log::warn("nothing heard from the controller for 30 s, dialling anew [link]");
            connection->close();
            break;
        }
        if (due.clock_request && udp_.is_bound()) send_clock_request();
        if (due.heartbeat) {
            wire::SessionMessage message;
            message.mutable_heartbeat()->set_sequence(++heartbeats_);
            message.mutable_heartbeat()->set_answer_wanted(true);
            send(message);
        }
    }
}

}  // namespace village::node::link
