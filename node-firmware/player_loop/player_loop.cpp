#include "node-firmware/player_loop/player_loop.hpp"

#include <algorithm>

#include "controller/observability/log.hpp"
#include "node-firmware/player_loop/hours_codec.hpp"
#include "protocol/session_codec.hpp"

namespace village::node::player_loop {
using domain::Error;
using domain::ErrorCode;
using domain::GrantId;
using domain::Status;
using protocol::bytes_of;

namespace {
dispatch::PlayerOptions options_from(domain::NodeNumber node, const NodeMemory& memory, const TimeDesk& time) {
    dispatch::PlayerOptions options;
    options.node = node;
    options.clock_trusted = time.trusted();
    if (const auto message = memory.load_hours()) {
        if (auto hours = read_hours(*message)) options.hours = *hours;
    }
    return options;
}

dispatch::PlayerMemory memory_from(const NodeMemory& memory, const cache::ContentStore& contents, const protocol::KeyRing& ring) {
    dispatch::PlayerMemory player;
    player.records = memory.records();
    player.sequences = memory.load_sequences();
    player.content = contents.complete();
    for (const auto& envelope : memory.stops()) {
        if (auto stop = ring.verify_stop(envelope.bytes, std::nullopt)) player.stops.push_back(stop->signed_stop.stop);
    }
    if (const auto plan = memory.load_plan()) {
        player.plan_policy_epoch = plan->version().policy_epoch();
        player.plan_issuer_sequence = plan->version().issuer_sequence();
    }
    return player;
}
}  // namespace

PlayerLoop::PlayerLoop(domain::NodeNumber node, protocol::KeyRing ring, PlayerWorld world)
    : world_(std::move(world)), ring_(std::move(ring)),
      player_(options_from(node, world_.memory, world_.time), memory_from(world_.memory, world_.contents, ring_)) {}

void PlayerLoop::boot() {
    if (auto trust = world_.memory.load_trust()) trust_ = std::move(*trust);
    if (auto plan = world_.memory.load_plan()) {
        plan_ = std::move(*plan);
        remember_contents(plan_.contents());
    }
    std::vector<std::pair<std::uint64_t, domain::SignedEnvelope>> grants;
    for (auto& envelope : world_.memory.grants()) {
        if (auto verified = ring_.verify_grant(envelope.bytes, std::nullopt)) {
            grants.emplace_back(verified->signed_grant.grant.issuer_sequence, std::move(envelope));
        }
    }
    std::sort(grants.begin(), grants.end(), [](const auto& left, const auto& right) { return left.first < right.first; });
    for (const auto& [sequence, envelope] : grants) (void)take_grant(envelope.bytes, false, nullptr);
    protect_contents();
    settle_disk();
    log::info("holding {} grants and {} contents, clock {} [booted]", grants.size(), world_.contents.complete().size(),
              world_.time.trusted() ? "trusted" : "not trusted yet");
}

std::optional<domain::UtcTime> PlayerLoop::now_if_trusted() const {
    return world_.time.trusted() ? std::optional(now()) : std::nullopt;
}

bool PlayerLoop::is_emergency(GrantId grant) const {
    const auto found = known_.find(grant);
    return found != known_.end() && found->second.grant.priority == domain::Priority::emergency;
}

// ---- From the line ----

void PlayerLoop::take_message(const wire::SessionMessage& message) {
    using Body = wire::SessionMessage;
    switch (message.body_case()) {
        case Body::kWelcome: return take_welcome(message.welcome());
        case Body::kTimeAttestation: return take_attestation(message.time_attestation());
        case Body::kTrust: return take_trust(message.trust());
        case Body::kStart: return take_start(message.start(), Path::session);
        case Body::kStop: return take_stop(message.stop(), Path::session);
        case Body::kQuench: return take_quench(message.quench(), Path::session);
        case Body::kPrefetch: return take_prefetch(message.prefetch());
        case Body::kMedia: (void)world_.live.take_packet(bytes_of(message.media()), world_.clock()); return;
        case Body::kStreamKey: {
            auto key = protocol::read_stream_key(message.stream_key());
            if (key) take_stream_key(*key, Path::session);
            return;
        }
        default: return;  // The session's own business, or a newer peer's.
    }
}

void PlayerLoop::take_welcome(const wire::Welcome& welcome) {
    take_trust(welcome.trust());
    if (!welcome.has_hours()) return;
    auto hours = read_hours(welcome.hours());
    if (!hours) return log::warn("the controller's hours are not taken: {} [malformed]", hours.error().detail);
    (void)world_.memory.save_hours(welcome.hours());
    tell(dispatch::PolicyTaken{*hours, welcome.hours().policy_epoch()});
    settle_disk();
}

void PlayerLoop::take_trust(const wire::TrustUpdate& trust) {
    bool changed = false;
    for (const auto& anchors : trust.anchors()) {
        if (!ring_.accept_anchors(bytes_of(anchors))) continue;
        *trust_.add_anchors() = anchors;
        changed = true;
    }
    const auto before = ring_.delegations();
    for (const auto& delegation : trust.delegations()) {
        auto accepted = ring_.accept_delegation(bytes_of(delegation));
        if (!accepted && accepted.error().code != ErrorCode::already_exists) {
            log::warn("a delegation is not taken: {} [{}]", accepted.error().detail, domain::error_name(accepted.error().code));
        }
    }
    if (auto after = ring_.delegations(); after != before) {
        trust_.clear_delegations();
        for (const auto& envelope : after) trust_.add_delegations(protocol::string_of(envelope.bytes));
        changed = true;
    }
    const bool news = !trust.revocations().empty() && trust.revocations() != trust_.revocations();
    if (news && ring_.accept_revocations(bytes_of(trust.revocations()))) {
        trust_.set_revocations(trust.revocations());
        changed = true;
        silence_revoked();
    }
    if (changed) (void)world_.memory.save_trust(trust_);
}

void PlayerLoop::silence_revoked() {
    domain::StopOrder stop;
    stop.issuer_sequence = 1;
    stop.issued_at = now();
    for (const auto& envelope : world_.memory.grants()) {
        auto verified = ring_.verify_grant(envelope.bytes, std::nullopt);
        if (verified || verified.error().code != ErrorCode::key_revoked) continue;
        auto form = protocol::split_envelope(envelope.bytes);
        auto grant = form ? protocol::decode_grant(form->payload) : domain::Result<domain::Grant>(form.error());
        if (grant) stop.grants.push_back(grant->id);
        if (stop.grants.size() < 64) continue;
        tell(dispatch::StopTaken{stop});
        stop.grants.clear();
    }
    if (!stop.grants.empty()) tell(dispatch::StopTaken{stop});
}

void PlayerLoop::take_attestation(const std::string& envelope) {
    const bool was_trusted = world_.time.trusted();
    auto step = world_.time.take_attestation(bytes_of(envelope), ring_, world_.clock());
    if (!step) {
        return log::warn("the attested time is not taken: {} [{}]", step.error().detail, domain::error_name(step.error().code));
    }
    (void)world_.memory.save_time(world_.time.to_remember(world_.clock()));
    if (*step != domain::Duration{0}) clock_stepped(*step);
    if (!was_trusted) log::info("the clock is trusted now, {} us off before [clock_trusted]", step->count());
    tell(dispatch::ClockTrust{true});
    settle_disk();
    world_.uplink.status_changed();
}

void PlayerLoop::clock_stepped(domain::Duration by) {
    if (std::chrono::abs(by) > TimeDesk::step_alert) {
        log::warn("the clock was set by {} s after an attestation [clock_stepped]", by.count() / 1'000'000);
    }
    tell(dispatch::ClockStepped{by});
}

bool PlayerLoop::take_exchange(const playout::ClockSample& sample) { return world_.time.take_exchange(sample, world_.clock()); }

Status PlayerLoop::take_grant(domain::Bytes envelope, bool in_live_session, GrantId* id) {
    auto verified = ring_.verify_grant(envelope, in_live_session ? now_if_trusted() : std::nullopt);
    if (!verified) return verified.error();
    const auto& grant = verified->signed_grant.grant;
    if (id) *id = grant.id;
    const bool is_new = !player_.knows(grant.id) && !player_.is_done(grant.id);
    if (is_new) known_.insert_or_assign(grant.id, Known{grant, verified->grant_hash});
    answers_.erase(grant.id);
    tell(dispatch::GrantTaken{grant, in_live_session});
    const auto answer = answers_.find(grant.id);
    const Status status = answer == answers_.end() ? Status{} : answer->second;
    answers_.erase(grant.id);
    if (!status) {
        if (!player_.knows(grant.id)) known_.erase(grant.id);
        return status;
    }
    world_.live.expect(grant);
    if (!world_.memory.holds_grant(grant.id)) {
        if (auto put = world_.memory.put_grant(grant.id, envelope); !put) {
            log::error("grant {} is obeyed but cannot be stored: {} [storage_failed]", grant.id.text(), put.error().detail);
        }
        records_unsynced_ = true;
    }
    sequences_unsaved_ = true;
    return status;
}

void PlayerLoop::take_start(const wire::Start& start, Path path) {
    GrantId id;
    const auto status = obey_start(start, path, id);
    if (!id.is_nil()) world_.uplink.acknowledge(path, id.bytes, status);
    settle_disk();
}

Status PlayerLoop::obey_start(const wire::Start& start, Path path, GrantId& id) {
    const auto envelope = bytes_of(start.grant());
    // The id is needed for the answer even when nothing else of the grant may be believed.
    if (auto form = protocol::split_envelope(envelope)) {
        if (auto grant = protocol::decode_grant(form->payload)) id = grant->id;
    }
    if (auto known = dedupe_.answer_of(envelope)) return *known;
    if (path == Path::bare_udp && !dedupe_.may_verify_bare(world_.clock())) {
        id = GrantId{};
        return Error{ErrorCode::too_many_requests, "too many STARTs of unknown origin"};
    }
    for (const auto& delegation : start.delegations()) (void)ring_.accept_delegation(bytes_of(delegation));
    auto status = take_grant(envelope, path != Path::bare_udp, nullptr);
    if (status) {
        dedupe_.remember(envelope, status);
    } else {
        log::warn("START {} is not obeyed: {} [{}]", id.text(), status.error().detail, domain::error_name(status.error().code));
        // To whoever holds no association a node does not even tell that it is there.
        if (path == Path::bare_udp) id = GrantId{};
    }
    return status;
}

void PlayerLoop::take_stop(const wire::Stop& stop, Path path) {
    for (const auto& delegation : stop.delegations()) (void)ring_.accept_delegation(bytes_of(delegation));
    auto verified = ring_.verify_stop(bytes_of(stop.stop()), now_if_trusted());
    if (!verified) {
        return log::warn("a STOP is not obeyed: {} [{}]", verified.error().detail, domain::error_name(verified.error().code));
    }
    const auto& order = verified->signed_stop.stop;
    tell(dispatch::StopTaken{order});
    world_.uplink.acknowledge(path, order.id.bytes, {});
    if (auto put = world_.memory.put_stop(order.id, bytes_of(stop.stop())); !put) {
        log::error("STOP {} is obeyed but cannot be stored: {} [storage_failed]", order.id.text(), put.error().detail);
    }
    settle_disk();
}

void PlayerLoop::take_quench(const wire::Quench& quench, Path path) {
    if (quench.broadcasts().empty()) tell(dispatch::Quenched{std::nullopt});
    for (const auto& broadcast : quench.broadcasts()) {
        if (auto id = protocol::id_of<domain::BroadcastId>(broadcast, "broadcast")) tell(dispatch::Quenched{*id});
    }
    if (auto id = protocol::id_of<GrantId>(quench.id(), "quench")) world_.uplink.acknowledge(path, id->bytes, {});
    settle_disk();
}

void PlayerLoop::take_stream_key(const protocol::StreamKey& key, Path path) {
    world_.uplink.acknowledge(path, key.broadcast.bytes, world_.live.take_key(key, world_.clock()));
}

wire::PlanAck PlayerLoop::take_plan(const wire::Plan& plan) {
    wire::PlanAck ack;
    *ack.mutable_version() = plan.version();
    const auto version = std::pair(plan.version().policy_epoch(), plan.version().issuer_sequence());
    if (version < std::pair(plan_epoch(), plan_sequence())) {
        *ack.mutable_version() = plan_.version();
        return ack;
    }
    dispatch::PlanTaken taken{plan.version().policy_epoch(), plan.version().issuer_sequence(), domain::utc_from_us(plan.from()),
                              domain::utc_from_us(plan.until()), {}};
    for (const auto& stop : plan.stops()) {
        auto verified = ring_.verify_stop(bytes_of(stop), now_if_trusted());
        if (!verified) continue;
        if (world_.memory.holds_stop(verified->signed_stop.stop.id)) continue;
        tell(dispatch::StopTaken{verified->signed_stop.stop});
        (void)world_.memory.put_stop(verified->signed_stop.stop.id, bytes_of(stop));
    }
    for (const auto& envelope : plan.grants()) {
        GrantId id;
        auto status = take_grant(bytes_of(envelope), true, &id);
        if (!id.is_nil()) taken.named.push_back(id);
        if (status) continue;
        auto& refusal = *ack.add_refused();
        refusal.set_grant(protocol::string_of(id.bytes));
        refusal.set_code(std::string(domain::error_name(status.error().code)));
        refusal.set_detail(status.error().detail);
    }
    tell(taken);
    plan_ = plan;
    plan_.clear_grants();  // They lie in the grants' own log.
    plan_.clear_stops();
    remember_contents(plan.contents());
    protect_contents();
    if (auto saved = world_.memory.save_plan(plan_); !saved) log::error("the plan cannot be stored: {} [storage_failed]", saved.error().detail);
    records_unsynced_ = true;
    settle_disk();
    log::info("plan {}.{} with {} grants, {} refused [plan_taken]", version.first, version.second, plan.grants_size(), ack.refused_size());
    world_.uplink.status_changed();
    return ack;
}

}  // namespace village::node::player_loop
