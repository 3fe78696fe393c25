#include "controller/sessions/session_parts.hpp"

#include <sodium.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "controller/observability/log.hpp"
#include "controller/sessions/prefetch_server.hpp"
#include "controller/sessions/session_messages.hpp"
#include "protocol/big_endian.hpp"
#include "protocol/envelope.hpp"

namespace village::sessions {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using domain::Error;
using domain::ErrorCode;
using domain::NodeNumber;
using domain::NodeSet;

namespace {

constexpr auto sweep_every = 1s;
constexpr int sweeps_between_saves = 5;
constexpr int sweeps_between_full_saves = 60;

std::uint64_t random_number() {
    std::uint64_t number = 0;
    while (number == 0) randombytes_buf(&number, sizeof number);
    return number;
}

}  // namespace

SessionService::Parts::Parts(asio::io_context& io, SessionOptions chosen, SessionWorld around, DeviceCa authority, Doors doors)
    : context(io),
      options(std::move(chosen)),
      world(std::move(around)),
      ca(std::move(authority)),
      tasks(io),
      listener(std::move(doors.tls)),
      plans(world.blobs),
      udp(std::move(doors.udp), options.folder, world.clock, *this),
      table({options.nodes_max, options.send_queue_bytes_max, options.hello_limit, options.silence_max}, table_world(), plans),
      urgent(io, urgent_ways()),
      door({options.enrolments_max, options.confirm_enrolment_automatically}, door_world()),
      port(listener.port()) {}

SessionTableWorld SessionService::Parts::table_world() {
    return {.events = world.events,
            .directory = world.directory,
            .signer = world.signer,
            .receipts = world.receipts,
            .tasks = tasks,
            .clock = world.clock,
            .trust = [this] { return known_trust(); },
            .bind_udp = [this](NodeSession& session) { return bind_udp(session); },
            .answered = [this](NodeNumber node, const machines::NodeAnswered& answer) { answered(node, answer); },
            .joined = [this](NodeNumber node) { node_joined(node); },
            .udp_port = [this] { return port; }};
}

EnrolmentDoorWorld SessionService::Parts::door_world() {
    return {.events = world.events,
            .credentials = world.credentials,
            .ca = ca,
            .tasks = tasks,
            .clock = world.clock,
            .trust = [this] { return known_trust(); },
            .name_of = [this](NodeNumber node) { return world.directory.profile(node).value_or(ports::NodeProfile{}).name; },
            .enrolled = [this](const ports::NodeCredential& credential) { learn_device(credential); }};
}

UrgentSender::Ways SessionService::Parts::urgent_ways() {
    return {.by_udp = [this](const NodeSet& nodes, protocol::UdpKind kind, domain::Bytes body) { udp.send(nodes, kind, body); },
            .by_tls = [this](const NodeSet& nodes, const SharedFrame& frame) { table.send(nodes, frame); }};
}

void SessionService::Parts::start() {
    udp.load();
    auto taker = [this](std::unique_ptr<TlsStream> stream, Caller caller) { return take(std::move(stream), std::move(caller)); };
    const TlsListener::Options limits{options.handshakes_max, options.handshakes_per_second_max, options.handshake_limit};
    tasks.spawn(listener.run(limits, tasks, std::move(taker)), "the TLS listener");
    tasks.spawn(udp.run(), "the UDP receiver");
    tasks.spawn(sweep(), "the sweep");
}

void SessionService::Parts::learn_device(const ports::NodeCredential& credential) {
    if (!devices.learn(credential))
        return log::error("the stored certificate of node {} is unreadable [internal]", credential.node.value);
    table.disconnect(credential.node, Error{ErrorCode::key_revoked, "this node was enrolled anew"});
}

void SessionService::Parts::send_urgent(domain::Result<UrgentMessage> message, NodeSet nodes) {
    if (!message) return log::error("an urgent message is too large: {} [too_large]", message.error().detail);
    urgent.send(std::move(*message), std::move(nodes));
}

std::vector<domain::SignedEnvelope> SessionService::Parts::needed_delegations(const domain::SignedEnvelope& envelope,
                                                                              const NodeSet& nodes) const {
    const auto split = protocol::split_envelope(envelope.bytes);
    if (!trust || !split || table.all_know(nodes, split->key_serial)) return {};
    return delegation_of(*trust, split->key_serial);
}

void SessionService::Parts::answered_by_udp(NodeNumber node, const wire::Ack& ack) {
    if (const auto answer = machines::answer_of(ack)) answered(node, *answer);
}

void SessionService::Parts::answered(NodeNumber node, const machines::NodeAnswered& answer) {
    const auto grant = urgent.answered(node, answer.id);
    if (!grant) return;
    if (answer.refused) world.events.node_refused(node, *grant, *answer.refused);
    else world.events.node_acknowledged(node, *grant);
}

void SessionService::Parts::node_joined(NodeNumber node) {
    for (const auto& frame : stream_keys.of(node)) table.send(NodeSet{node}, frame);
    urgent.joined(node);
}

std::uint64_t SessionService::Parts::bind_udp(NodeSession& session) {
    const auto connection_id = random_number();
    protocol::BigEndianWriter salt(8);
    salt.u64(connection_id);
    const auto salt_bytes = salt.take();
    udp.bind(session.node(), connection_id,
             export_secret(session.stream(), protocol::udp_exporter_label, domain::Bytes{salt_bytes}));
    return connection_id;
}

ports::Awaitable<void> SessionService::Parts::take(std::unique_ptr<TlsStream> stream, Caller caller) {
    if (caller.node) {
        co_await take_node(std::move(stream), std::move(caller));
    } else if (caller.spoken == Spoken::session) {
        co_await door.serve(std::move(stream), std::move(caller.address));
    } else if (web && !tasks.is_closing()) {
        boost::beast::get_lowest_layer(*stream).expires_never();
        web(std::move(stream));
    }
}

ports::Awaitable<void> SessionService::Parts::take_node(std::unique_ptr<TlsStream> stream, Caller caller) {
    const auto receipt_key = devices.receipt_key(*caller.node, caller.certificate);
    const bool wants_session = caller.spoken == Spoken::session;
    if (!receipt_key) {
        note_refused(caller, receipt_key.error());
        if (wants_session) co_await turn_away(std::move(stream), receipt_key.error());
    } else if (wants_session) {
        co_await table.serve(std::move(stream), *caller.node, *receipt_key);
    } else {
        co_await prefetch(std::move(stream), std::move(caller));
    }
}

void SessionService::Parts::note_refused(const Caller& caller, const Error& why) {
    ++listener.counters().certificates_refused;
    if (log_allowance.take(std::chrono::steady_clock::now()))
        log::warn("{} came as node {}, whose certificate {}; it was refused [{}]", caller.address, caller.node->value, why.detail,
                  domain::error_name(why.code));
}

ports::Awaitable<void> SessionService::Parts::turn_away(std::unique_ptr<TlsStream> stream, Error why) {
    const auto farewell = shared_frame(error_message(why));
    if (!farewell) co_return;
    const auto channel = std::make_shared<FrameChannel>(std::move(stream), FrameChannel::Limits{});
    TaskGroup::Closer closer{tasks, [&channel] { channel->abort(); }};
    channel->send(*farewell);
    channel->finish();
    (void)co_await channel->read();
}

ports::Awaitable<void> SessionService::Parts::prefetch(std::unique_ptr<TlsStream> stream, Caller caller) {
    if (prefetches >= options.prefetches_max) {
        log::warn("node {} has to wait with its prefetch: {} are served [too_many_requests]", caller.node->value, prefetches);
        co_return;
    }
    TaskGroup::Closer closer{tasks, [&stream] { boost::beast::get_lowest_layer(*stream).close(); }};
    ++prefetches;
    co_await serve_prefetch(*stream, world.blobs);
    --prefetches;
}

ports::Awaitable<void> SessionService::Parts::sweep() {
    asio::steady_timer timer{context};
    TaskGroup::Closer closer{tasks, [&timer] { timer.cancel(); }};
    for (int round = 0; !tasks.is_closing(); ++round) {
        timer.expires_after(sweep_every);
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
        if (tasks.is_closing()) break;
        table.sweep();
        if (round % sweeps_between_saves == 0) udp.tidy([this](NodeNumber node) { return table.is_connected(node); });
        // Even when nothing moved: what was last heard is kept too, and counts after a restart.
        if (round % sweeps_between_full_saves == sweeps_between_full_saves - 1) udp.save();
    }
}

}  // namespace village::sessions
