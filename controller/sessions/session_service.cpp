#include "controller/sessions/session_service.hpp"

#include "controller/observability/log.hpp"
#include "controller/sessions/session_messages.hpp"
#include "controller/sessions/session_parts.hpp"

namespace village::sessions {

namespace asio = boost::asio;
using domain::Error;
using domain::ErrorCode;
using domain::NodeNumber;
using domain::NodeSet;
using domain::Result;
using domain::Status;

SessionService::SessionService(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SessionService::~SessionService() = default;

Result<std::unique_ptr<SessionService>> SessionService::open(asio::io_context& context, SessionOptions options,
                                                             SessionWorld world) {
    if (auto ready = protocol::prepare_cryptography(); !ready) return ready.error();
    const auto now = world.clock();
    auto ca = DeviceCa::open(options.folder, options.commune_name, now);
    if (!ca) return ca.error();
    auto doors = open_doors(context, options, *ca, now);
    if (!doors) return doors.error();
    auto parts = std::make_unique<Parts>(context, std::move(options), std::move(world), std::move(*ca), std::move(*doors));
    return std::unique_ptr<SessionService>{new SessionService{std::move(parts)}};
}

ports::Awaitable<Status> SessionService::start() {
    auto stored = co_await parts_->world.credentials.all();
    if (!stored) co_return stored.error();
    for (const auto& credential : *stored) parts_->learn_device(credential);
    if (auto trusted = co_await refresh_trust(); !trusted)
        log::warn("no trust material yet: {}; enrolment waits for it [{}]", trusted.error().detail,
                  domain::error_name(trusted.error().code));
    if (parts_->options.confirm_enrolment_automatically)
        log::warn("enrolments are confirmed without a person comparing the six words: for demonstrations only [demo]");
    parts_->start();
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
    return {parts_->listener.counters().handshakes_refused,
            parts_->listener.counters().certificates_refused,
            parts_->table.counters().frames_refused,
            parts_->udp.counters().unknown,
            parts_->udp.counters().refused,
            parts_->table.counters().overflows,
            parts_->table.counters().receipts_refused};
}

void SessionService::send_plan(NodeNumber node, ports::NodePlan plan) { parts_->table.send_plan(node, plan); }

void SessionService::send_profile(NodeNumber node, ports::NodeProfile profile) {
    parts_->table.send_profile(node, std::move(profile));
}

void SessionService::offer_content(NodeNumber node, std::vector<ports::ContentOffer> offers) {
    wire::SessionMessage message;
    *message.mutable_prefetch() = parts_->plans.hint(offers);
    parts_->table.send(node, message);
}

void SessionService::send_start(domain::SignedGrant grant, NodeSet nodes) {
    auto message = start_message(grant, parts_->needed_delegations(grant.envelope, nodes));
    parts_->send_urgent(std::move(message), std::move(nodes));
}

void SessionService::send_stop(domain::SignedStop stop, NodeSet nodes) {
    parts_->plans.remember_stop(stop, nodes, parts_->world.clock());
    auto message = stop_message(stop, parts_->needed_delegations(stop.envelope, nodes));
    parts_->send_urgent(std::move(message), std::move(nodes));
}

void SessionService::quench(std::optional<domain::BroadcastId> broadcast, NodeSet nodes) {
    parts_->send_urgent(quench_message(broadcast), std::move(nodes));
}

void SessionService::wake(NodeSet nodes) {
    if (auto frame = shared_frame(heartbeat_message())) parts_->table.send(nodes, *frame);
}

void SessionService::send_stream_key(ports::StreamKey key, NodeSet nodes) {
    if (auto frame = parts_->stream_keys.keep(key, nodes)) parts_->table.send(nodes, *frame);
}

void SessionService::receipt_committed(NodeNumber node, domain::ReceiptKey key, std::uint64_t number) {
    parts_->table.receipt_committed(node, key, number);
}

void SessionService::disconnect(NodeNumber node, std::string why) {
    parts_->table.disconnect(node, Error{ErrorCode::cancelled, std::move(why)});
}

Result<ports::EnrolmentCode> SessionService::begin(domain::NodeId node, NodeNumber number) {
    return parts_->door.begin(node, number);
}
Status SessionService::confirm(domain::NodeId node) { return parts_->door.confirm(node); }
Status SessionService::reject(domain::NodeId node) { return parts_->door.reject(node); }

Status SessionService::revoke(NodeNumber node) {
    if (auto revoked = parts_->devices.revoke(node, parts_->world.clock()); !revoked) return revoked;
    parts_->udp.forget(node);
    parts_->table.disconnect(node, Error{ErrorCode::key_revoked, "the certificate of this node was revoked"});
    return Status{};
}

}  // namespace village::sessions
