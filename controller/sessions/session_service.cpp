#include "controller/sessions/session_service.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "controller/observability/log.hpp"
#include "controller/sessions/enrolment_door.hpp"
#include "controller/sessions/prefetch_server.hpp"
#include "controller/sessions/private_file.hpp"
#include "controller/sessions/session_table.hpp"
#include "controller/sessions/tls_listener.hpp"
#include "controller/sessions/udp_path.hpp"
#include "controller/sessions/urgent_sender.hpp"
#include "controller/sessions/x509_text.hpp"
#include "protocol/envelope.hpp"
#include "protocol/grant_codec.hpp"
#include "protocol/stream_key.hpp"

namespace village::sessions {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using domain::Error;
using domain::ErrorCode;
using domain::NodeNumber;
using domain::NodeSet;
using domain::Result;
using domain::Status;

namespace {

constexpr auto sweep_every = 1s;
constexpr int sweeps_between_saves = 5;
constexpr int sweeps_between_full_saves = 60;
constexpr std::size_t stream_keys_max = 16;

/// What a certificate and its key stand for.
struct KnownDevice {
    domain::Sha256 certificate;
    protocol::Ed25519PublicKey receipt_key;
    bool revoked = false;
};

Result<KnownDevice> known_device(const ports::NodeCredential& credential) {
    auto certificate = read_certificate_pem(credential.certificate_pem);
    if (!certificate) return certificate.error();
    return KnownDevice{certificate_fingerprint(**certificate), {credential.receipt_key}, credential.revoked_at.has_value()};
}

RootTrust root_trust(const ports::TrustMaterial& material) {
    RootTrust trust;
    trust.root_key = material.root_key;
    for (const auto& envelope : material.anchors) trust.update.add_anchors(protocol::string_of(envelope));
    for (const auto& envelope : material.delegations) trust.update.add_delegations(protocol::string_of(envelope));
    trust.update.set_revocations(protocol::string_of(material.revocations));
    return trust;
}

/// The delegation that a grant or stop was signed under, as an envelope to send along.
std::vector<domain::SignedEnvelope> delegation_of(const RootTrust* trust, std::uint64_t serial) {
    if (!trust) return {};
    for (const auto& bytes : trust->update.delegations()) {
        auto envelope = protocol::split_envelope(protocol::bytes_of(bytes));
        auto delegation = envelope ? protocol::decode_delegation(envelope->payload) : Result<protocol::Delegation>{envelope.error()};
        if (!delegation || delegation->serial != serial) continue;
        const auto view = protocol::bytes_of(bytes);
        return {domain::SignedEnvelope{{view.begin(), view.end()}}};
    }
    return {};
}

std::uint64_t random_number() {
    std::uint64_t number = 0;
    while (number == 0) randombytes_buf(&number, sizeof number);
    return number;
}

domain::UuidBytes random_id() {
    domain::UuidBytes id{};
    randombytes_buf(id.data(), id.size());
    return id;
}

std::array<std::uint8_t, 8> big_endian(std::uint64_t number) {
    std::array<std::uint8_t, 8> bytes{};
    for (int i = 7; i >= 0; --i, number >>= 8) bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(number);
    return bytes;
}

/// "::" takes IPv4 too; a machine without IPv6 listens on IPv4 instead.
struct Doors {
    TlsListener tls;
    DatagramSocket udp;
};

Result<Doors> open_doors(asio::io_context& context, const asio::ip::address& listen, const SessionOptions& options, const DeviceCa& ca,
                         const ServerIdentity& identity) {
    auto tls_context = make_tls_context(ca, identity);
    if (!tls_context) return tls_context.error();
    auto tls = TlsListener::open(context, listen, options.port, std::move(*tls_context));
    if (!tls) return tls.error();
    auto udp = DatagramSocket::open(context, listen, tls->port());
    if (!udp) return udp.error();
    return Doors{std::move(*tls), std::move(*udp)};
}

Result<asio::ip::address> listen_address(const std::string& text) {
    boost::system::error_code failure;
    auto address = asio::ip::make_address(text, failure);
    if (failure) return Error{ErrorCode::configuration_invalid, fmt::format("listen address \"{}\" is not a literal address", text)};
    const bool any_v6 = address.is_v6() && address.is_unspecified();
    const int probe = any_v6 ? ::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0) : -1;
    if (any_v6 && probe < 0) return asio::ip::address{asio::ip::address_v4::any()};
    if (probe >= 0) ::close(probe);
    return address;
}

}  // namespace

struct SessionService::Parts final : UdpEvents {
    Parts(asio::io_context& io, SessionOptions chosen, SessionWorld around, DeviceCa authority, Doors doors);

    // UdpEvents.
    void heard_by_udp(NodeNumber node) override { table.heard_by_udp(node); }
    void answered_by_udp(NodeNumber node, const wire::Ack& ack) override;

    void answered(NodeNumber node, const domain::UuidBytes& id, const std::optional<Error>& refused);
    void node_joined(NodeNumber node);
    std::uint64_t bind_udp(NodeSession& session);
    void send_by_udp(const NodeSet& nodes, protocol::UdpKind kind, domain::Bytes body);
    std::string name_of(NodeNumber node) const;
    const RootTrust* known_trust() const { return trust ? &*trust : nullptr; }
    void learn_device(const ports::NodeCredential& credential);
    ports::Awaitable<void> take(std::unique_ptr<TlsStream> stream, Caller caller);
    ports::Awaitable<void> serve_node(std::unique_ptr<TlsStream> stream, Caller caller);
    ports::Awaitable<void> prefetch(std::unique_ptr<TlsStream> stream, Caller caller);
    ports::Awaitable<void> sweep();
    ports::Awaitable<void> save_revocation(ports::NodeCredential credential);
    const KnownDevice* device(const Caller& caller);
    /// Sends it by both ways until it is answered.
    void send_urgent(UrgentMessage message, const wire::SessionMessage& by_tls, NodeSet nodes);
    std::vector<domain::SignedEnvelope> needed_delegations(const domain::SignedEnvelope& envelope, const NodeSet& nodes) const;

    SessionTableWorld table_world();
    EnrolmentDoorWorld door_world();
    UrgentSender::Ways urgent_ways();

    asio::io_context& context;
    SessionOptions options;
    SessionWorld world;
    DeviceCa ca;
    TaskGroup tasks;
    TlsListener listener;
    std::optional<RootTrust> trust;
    std::map<NodeNumber, KnownDevice> devices;
    std::map<NodeNumber, ports::NodeCredential> credentials;
    PlanBuilder plans;
    UdpPath udp;
    SessionTable table;
    UrgentSender urgent;
    EnrolmentDoor door;
    WebConnection web;
    LogAllowance log_allowance;
    std::size_t prefetches = 0;
    struct LiveKey {
        domain::BroadcastId broadcast;
        NodeSet nodes;
        SharedFrame frame;
    };
    std::vector<LiveKey> stream_keys;
    std::uint16_t port = 0;
};

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
            .answered = [this](NodeNumber node, const domain::UuidBytes& id, const std::optional<Error>& why) { answered(node, id, why); },
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
            .name_of = [this](NodeNumber node) { return name_of(node); },
            .enrolled = [this](const ports::NodeCredential& credential) { learn_device(credential); }};
}

UrgentSender::Ways SessionService::Parts::urgent_ways() {
    return {.by_udp = [this](const NodeSet& nodes, protocol::UdpKind kind, domain::Bytes body) { udp.send(nodes, kind, body); },
            .by_tls = [this](const NodeSet& nodes, const SharedFrame& frame) { table.send(nodes, frame); }};
}

void SessionService::Parts::answered_by_udp(NodeNumber node, const wire::Ack& ack) {
    domain::UuidBytes id{};
    if (ack.id().size() != id.size()) return;
    std::ranges::copy(protocol::bytes_of(ack.id()), id.begin());
    std::optional<Error> refused;
    if (!ack.accepted()) {
        wire::Error why;
        why.set_code(ack.code());
        why.set_detail(ack.detail());
        refused = protocol::domain_error(why);
    }
    answered(node, id, refused);
}

void SessionService::Parts::answered(NodeNumber node, const domain::UuidBytes& id, const std::optional<Error>& refused) {
    const auto grant = urgent.answered(node, id);
    if (!grant) return;
    if (refused)
        world.events.node_refused(node, *grant, *refused);
    else
        world.events.node_acknowledged(node, *grant);
}

void SessionService::Parts::node_joined(NodeNumber node) {
    for (const auto& key : stream_keys)
        if (key.nodes.contains(node)) table.send(NodeSet{node}, key.frame);
    urgent.joined(node);
}

std::uint64_t SessionService::Parts::bind_udp(NodeSession& session) {
    const auto connection_id = random_number();
    const auto context_bytes = big_endian(connection_id);
    udp.bind(session.node(), connection_id, export_secret(session.stream(), protocol::udp_exporter_label, context_bytes));
    return connection_id;
}

std::string SessionService::Parts::name_of(NodeNumber node) const {
    const auto profile = world.directory.profile(node);
    return profile ? profile->name : std::string{};
}

void SessionService::Parts::learn_device(const ports::NodeCredential& credential) {
    auto known = known_device(credential);
    if (!known) return log::error("the stored certificate of node {} is unreadable [internal]", credential.node.value);
    devices[credential.node] = std::move(*known);
    credentials[credential.node] = credential;
    table.disconnect(credential.node, Error{ErrorCode::key_revoked, "this node was enrolled anew"});
}

// Exactly the certificate that was issued last counts: an older one of the same number is somebody else's box by now.
const KnownDevice* SessionService::Parts::device(const Caller& caller) {
    const auto found = devices.find(*caller.node);
    const char* complaint = nullptr;
    if (found == devices.end() || found->second.certificate != caller.certificate) complaint = "is not the one it was given last";
    else if (found->second.revoked) complaint = "was revoked";
    if (!complaint) return &found->second;
    ++listener.counters().certificates_refused;
    if (log_allowance.take(std::chrono::steady_clock::now()))
        log::warn("{} came as node {}, whose certificate {}; it was refused [key_revoked]", caller.address, caller.node->value, complaint);
    return nullptr;
}

ports::Awaitable<void> SessionService::Parts::take(std::unique_ptr<TlsStream> stream, Caller caller) {
    const bool has_certificate = caller.node.has_value();
    if (has_certificate && !device(caller)) co_return;
    if (caller.spoken == Spoken::session && has_certificate) {
        co_await serve_node(std::move(stream), std::move(caller));
    } else if (caller.spoken == Spoken::session) {
        co_await door.serve(std::move(stream), std::move(caller.address));
    } else if (has_certificate) {
        co_await prefetch(std::move(stream), std::move(caller));
    } else if (web && !tasks.is_closing()) {
        boost::beast::get_lowest_layer(*stream).expires_never();
        web(std::move(stream));
    }
}

ports::Awaitable<void> SessionService::Parts::serve_node(std::unique_ptr<TlsStream> stream, Caller caller) {
    const auto key = device(caller)->receipt_key;
    co_await table.serve(std::move(stream), *caller.node, key);
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

ports::Awaitable<void> SessionService::Parts::save_revocation(ports::NodeCredential credential) {
    const auto node = credential.node;
    auto saved = co_await world.credentials.save(std::move(credential));
    if (!saved) log::error("the revocation of node {} is not on disk: {} [storage_failed]", node.value, saved.error().detail);
}

void SessionService::Parts::send_urgent(UrgentMessage message, const wire::SessionMessage& by_tls, NodeSet nodes) {
    auto frame = shared_frame(by_tls);
    if (!frame) return log::error("an urgent message is too large: {} [too_large]", frame.error().detail);
    message.frame = std::move(*frame);
    if (message.udp_body.size() > protocol::start_bytes_max - protocol::udp_header_bytes - protocol::udp_tag_bytes - 1) message.udp_body.clear();
    urgent.send(std::move(message), std::move(nodes));
}

std::vector<domain::SignedEnvelope> SessionService::Parts::needed_delegations(const domain::SignedEnvelope& envelope, const NodeSet& nodes) const {
    auto split = protocol::split_envelope(envelope.bytes);
    if (!split || table.all_know(nodes, split->key_serial)) return {};
    return delegation_of(known_trust(), split->key_serial);
}

SessionService::SessionService(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SessionService::~SessionService() = default;

Result<std::unique_ptr<SessionService>> SessionService::open(asio::io_context& context, SessionOptions options, SessionWorld world) {
    if (auto ready = protocol::prepare_cryptography(); !ready) return ready.error();
    const auto now = world.clock();
    auto listen = listen_address(options.listen_address);
    if (!listen) return listen.error();
    auto ca = DeviceCa::open(options.folder, options.commune_name, now);
    if (!ca) return ca.error();
    auto identity = ca->server_identity(options.names, now);
    if (!identity) return identity.error();
    auto doors = open_doors(context, *listen, options, *ca, *identity);
    if (!doors) return doors.error();
    auto parts = std::make_unique<Parts>(context, std::move(options), std::move(world), std::move(*ca), std::move(*doors));
    return std::unique_ptr<SessionService>{new SessionService{std::move(parts)}};
}

ports::Awaitable<Status> SessionService::start() {
    auto stored = co_await parts_->world.credentials.all();
    if (!stored) co_return stored.error();
    for (const auto& credential : *stored) parts_->learn_device(credential);
    if (auto trusted = co_await refresh_trust(); !trusted)
        log::warn("no trust material yet: {}; enrolment waits for it [{}]", trusted.error().detail, domain::error_name(trusted.error().code));
    if (parts_->options.confirm_enrolment_automatically)
        log::warn("enrolments are confirmed without a person comparing the six words: for demonstrations only [demo]");
    parts_->udp.load();
    auto taker = [parts = parts_.get()](std::unique_ptr<TlsStream> stream, Caller caller) {
        return parts->take(std::move(stream), std::move(caller));
    };
    const TlsListener::Options limits{parts_->options.handshakes_max, parts_->options.handshakes_per_second_max,
                                      parts_->options.handshake_limit};
    parts_->tasks.spawn(parts_->listener.run(limits, parts_->tasks, std::move(taker)), "the TLS listener");
    parts_->tasks.spawn(parts_->udp.run(), "the UDP receiver");
    parts_->tasks.spawn(parts_->sweep(), "the sweep");
    log::info("listening for nodes and browsers on port {} (TLS and UDP), CA {}", parts_->port, parts_->ca.fingerprint().text());
    co_return Status{};
}

ports::Awaitable<void> SessionService::stop() {
    parts_->listener.close();
    parts_->udp.save();
    parts_->udp.close();
    parts_->urgent.stop();
    parts_->tasks.close_all();
    co_await parts_->tasks.finished();
}

ports::Awaitable<Status> SessionService::refresh_trust() {
    auto material = co_await parts_->world.signer.trust();
    if (!material) co_return material.error();
    parts_->trust = root_trust(*material);
    wire::SessionMessage message;
    *message.mutable_trust() = parts_->trust->update;
    auto frame = shared_frame(message);
    if (!frame) co_return frame.error();
    parts_->table.send_to_all(*frame);
    co_return Status{};
}

void SessionService::on_web_connection(WebConnection taker) { parts_->web = std::move(taker); }
void SessionService::connect_media(ports::MediaPath* media) { parts_->udp.connect_media(media); }
Result<int> SessionService::share_udp_socket() const { return parts_->udp.share_socket(); }
std::uint16_t SessionService::port() const { return parts_->port; }
domain::Sha256 SessionService::ca_fingerprint() const { return parts_->ca.fingerprint(); }
const std::string& SessionService::ca_certificate_path() const { return parts_->ca.certificate_path(); }
bool SessionService::is_connected(NodeNumber node) const { return parts_->table.is_connected(node); }

SessionCounters SessionService::counters() const {
    return {parts_->listener.counters().handshakes_refused, parts_->listener.counters().certificates_refused,
            parts_->table.counters().frames_refused,        parts_->udp.counters().unknown,
            parts_->udp.counters().refused,                 parts_->table.counters().overflows,
            parts_->table.counters().receipts_refused};
}

void SessionService::send_plan(NodeNumber node, ports::NodePlan plan) { parts_->table.send_plan(node, plan); }

void SessionService::offer_content(NodeNumber node, std::vector<ports::ContentOffer> offers) {
    wire::SessionMessage message;
    *message.mutable_prefetch() = parts_->plans.hint(offers);
    parts_->table.send(node, message);
}

void SessionService::send_start(domain::SignedGrant grant, NodeSet nodes) {
    const auto delegations = parts_->needed_delegations(grant.envelope, nodes);
    wire::SessionMessage by_tls;
    by_tls.mutable_start()->set_grant(protocol::string_of(grant.envelope.bytes));
    for (const auto& delegation : delegations) by_tls.mutable_start()->add_delegations(protocol::string_of(delegation.bytes));
    UrgentMessage message{grant.grant.id.bytes, grant.grant.id, protocol::UdpKind::start,
                          protocol::encode_start_body(grant.envelope, delegations), nullptr};
    parts_->send_urgent(std::move(message), by_tls, std::move(nodes));
}

void SessionService::send_stop(domain::SignedStop stop, NodeSet nodes) {
    parts_->plans.remember_stop(stop, nodes, parts_->world.clock());
    const auto delegations = parts_->needed_delegations(stop.envelope, nodes);
    wire::SessionMessage by_tls;
    by_tls.mutable_stop()->set_stop(protocol::string_of(stop.envelope.bytes));
    for (const auto& delegation : delegations) by_tls.mutable_stop()->add_delegations(protocol::string_of(delegation.bytes));
    UrgentMessage message{stop.stop.id.bytes, std::nullopt, protocol::UdpKind::stop,
                          protocol::encode_stop_body(stop.envelope, delegations), nullptr};
    parts_->send_urgent(std::move(message), by_tls, std::move(nodes));
}

void SessionService::quench(domain::BroadcastId broadcast, NodeSet nodes) {
    const auto id = random_id();
    wire::SessionMessage by_tls;
    by_tls.mutable_quench()->add_broadcasts(protocol::string_of(broadcast.bytes));
    by_tls.mutable_quench()->set_id(protocol::string_of(id));
    UrgentMessage message{id, std::nullopt, protocol::UdpKind::quench, protocol::encode_quench_body(by_tls.quench()), nullptr};
    parts_->send_urgent(std::move(message), by_tls, std::move(nodes));
}

void SessionService::wake(NodeSet nodes) {
    wire::SessionMessage message;
    message.mutable_heartbeat()->set_answer_wanted(true);
    if (auto frame = shared_frame(message)) parts_->table.send(nodes, *frame);
}

void SessionService::send_stream_key(ports::StreamKey key, NodeSet nodes) {
    protocol::StreamKey wanted;
    wanted.broadcast = key.broadcast;
    wanted.stream_class = key.redundancy_class == 0 ? protocol::StreamClass::r0 : protocol::StreamClass::r1;
    wanted.generation = key.generation;
    wanted.ssrc = key.ssrc;
    wanted.key = protocol::Secret<16>{key.key};
    wanted.salt = protocol::Secret<12>{key.salt};
    wire::SessionMessage message;
    protocol::write_stream_key(wanted, *message.mutable_stream_key());
    auto frame = shared_frame(message);
    if (!frame) return;
    parts_->table.send(nodes, *frame);
    // Kept for those that join later; beyond 16 the oldest gives way.
    if (parts_->stream_keys.size() >= stream_keys_max) parts_->stream_keys.erase(parts_->stream_keys.begin());
    parts_->stream_keys.push_back({key.broadcast, std::move(nodes), std::move(*frame)});
}

void SessionService::receipt_committed(NodeNumber node, std::uint64_t number) { parts_->table.receipt_committed(node, number); }

void SessionService::disconnect(NodeNumber node, std::string why) {
    parts_->table.disconnect(node, Error{ErrorCode::cancelled, std::move(why)});
}

Result<ports::EnrolmentCode> SessionService::begin(domain::NodeId node, NodeNumber number) { return parts_->door.begin(node, number); }
Status SessionService::confirm(domain::NodeId node) { return parts_->door.confirm(node); }
Status SessionService::reject(domain::NodeId node) { return parts_->door.reject(node); }

Status SessionService::revoke(NodeNumber node) {
    const auto found = parts_->credentials.find(node);
    if (found == parts_->credentials.end()) return Error{ErrorCode::not_found, fmt::format("node {} was never enrolled", node.value)};
    // At once in memory; the disk follows and a failure is told in the log.
    found->second.revoked_at = parts_->world.clock();
    parts_->devices[node].revoked = true;
    parts_->udp.forget(node);
    parts_->table.disconnect(node, Error{ErrorCode::key_revoked, "the certificate of this node was revoked"});
    parts_->tasks.spawn(parts_->save_revocation(found->second), "a revocation");
    return Status{};
}

}  // namespace village::sessions
