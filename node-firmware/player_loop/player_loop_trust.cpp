// The hub's part about whom and what it believes: keys, delegations, revocations, and what time it is.
#include "controller/observability/log.hpp"
#include "node-firmware/player_loop/player_loop.hpp"
#include "protocol/session_codec.hpp"

namespace village::node::player_loop {
using domain::ErrorCode;
using protocol::bytes_of;

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
        log::warn("the attested time is not taken: {} [{}]", step.error().detail, domain::error_name(step.error().code));
        if (was_trusted && !world_.time.trusted()) clock_doubted();
        return;
    }
    (void)world_.memory.save_time(world_.time.to_remember(world_.clock()));
    if (*step != domain::Duration{0}) clock_stepped(*step);
    if (!was_trusted) log::info("the clock is trusted now, {} us off before [clock_trusted]", step->count());
    tell(dispatch::ClockTrust{true});
    settle_disk();
    world_.uplink.status_changed();
}

// What sounds goes on; the plan waits, and whoever calls in this moment is heard.
void PlayerLoop::clock_doubted() {
    tell(dispatch::ClockTrust{false});
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

}  // namespace village::node::player_loop
