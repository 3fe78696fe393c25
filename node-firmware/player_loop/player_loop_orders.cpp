// The hub's part about signed orders: grants, STARTs, STOPs, QUENCH, stream keys, the plan that names them all, and the end
// of everything.
#include "controller/observability/log.hpp"
#include "node-firmware/player_loop/player_loop.hpp"
#include "protocol/session_codec.hpp"

namespace village::node::player_loop {
using domain::Error;
using domain::ErrorCode;
using domain::GrantId;
using domain::Status;
using protocol::bytes_of;

Status PlayerLoop::take_grant(domain::Bytes envelope, Origin origin, GrantId* id) {
    const auto now = origin == Origin::disk ? std::nullopt : now_if_trusted();
    // Outside a session nobody vouches for the time: a key lent long ago could come back.
    if (origin == Origin::bare_udp && !now)
        return Error{ErrorCode::clock_untrusted, "a START outside a session needs a trusted clock"};
    auto verified = ring_.verify_grant(envelope, now);
    if (!verified) return verified.error();
    const auto& grant = verified->signed_grant.grant;
    if (id) *id = grant.id;
    const bool is_new = !player_.knows(grant.id) && !player_.is_done(grant.id);
    if (is_new) known_.insert_or_assign(grant.id, Known{grant, verified->grant_hash});
    answers_.erase(grant.id);
    tell(dispatch::GrantTaken{grant, origin == Origin::session, origin == Origin::bare_udp});
    const auto answer = answers_.find(grant.id);
    const Status status = answer == answers_.end() ? Status{} : answer->second;
    answers_.erase(grant.id);
    if (!status) {
        if (!player_.knows(grant.id)) known_.erase(grant.id);
        return status;
    }
    // What is over comes again from the disk and with every plan; nobody would ever forget its stream.
    if (player_.knows(grant.id)) world_.live.expect(grant);
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
    auto status = take_grant(envelope, path == Path::bare_udp ? Origin::bare_udp : Origin::session, nullptr);
    if (status) {
        // The copy in a session of what came without one is a witness of the time: it is looked at.
        if (path != Path::bare_udp) dedupe_.remember(envelope, status);
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

void PlayerLoop::dismissed() {
    tell(dispatch::Dismissed{});
    settle_disk();
}

void PlayerLoop::take_stream_key(const protocol::StreamKey& key, Path path) {
    world_.live.take_key(key, world_.clock());
    world_.uplink.acknowledge(path, key.broadcast.bytes, {});
}

wire::PlanAck PlayerLoop::take_plan(const wire::Plan& plan) {
    wire::PlanAck ack;
    *ack.mutable_version() = plan.version();
    const auto version = std::pair(plan.version().policy_epoch(), plan.version().issuer_sequence());
    if (version < std::pair(plan_epoch(), plan_sequence())) {
        *ack.mutable_version() = plan_.version();
        return ack;
    }
    dispatch::PlanTaken taken{plan.version().policy_epoch(),
                              plan.version().issuer_sequence(),
                              domain::utc_from_us(plan.from()),
                              domain::utc_from_us(plan.until()),
                              {}};
    for (const auto& stop : plan.stops()) {
        auto verified = ring_.verify_stop(bytes_of(stop), now_if_trusted());
        if (!verified) continue;
        if (world_.memory.holds_stop(verified->signed_stop.stop.id)) continue;
        tell(dispatch::StopTaken{verified->signed_stop.stop});
        (void)world_.memory.put_stop(verified->signed_stop.stop.id, bytes_of(stop));
    }
    for (const auto& envelope : plan.grants()) {
        GrantId id;
        auto status = take_grant(bytes_of(envelope), Origin::session, &id);
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
    if (auto saved = world_.memory.save_plan(plan_); !saved)
        log::error("the plan cannot be stored: {} [storage_failed]", saved.error().detail);
    records_unsynced_ = true;
    settle_disk();
    log::info("plan {}.{} with {} grants, {} refused [plan_taken]", version.first, version.second, plan.grants_size(),
              ack.refused_size());
    world_.uplink.status_changed();
    return ack;
}

}  // namespace village::node::player_loop
