#include "node-firmware/player_loop/player_loop.hpp"

#include <algorithm>
#include <set>

#include "controller/observability/log.hpp"
#include "node-firmware/player_loop/policy_codec.hpp"
#include "protocol/session_codec.hpp"
#include "scheduler/policy/owner_epoch.hpp"

namespace village::node::player_loop {
using domain::GrantId;
using protocol::bytes_of;

namespace {
dispatch::PlayerOptions options_from(domain::NodeNumber node, const NodeMemory& memory, const TimeDesk& time) {
    dispatch::PlayerOptions options;
    options.node = node;
    options.clock_trusted = time.trusted();
    if (const auto message = memory.load_policy()) {
        if (auto policy = read_policy(*message)) options.hours = policy->hours;
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
    : world_(std::move(world)),
      ring_(std::move(ring)),
      player_(options_from(node, world_.memory, world_.time), memory_from(world_.memory, world_.contents, ring_)) {}

void PlayerLoop::boot() {
    owner_epoch_ = world_.memory.load_owner_epoch();
    if (auto trust = world_.memory.load_trust()) trust_ = std::move(*trust);
    if (const auto message = world_.memory.load_policy()) {
        if (auto policy = read_policy(*message)) world_.sound.set_loudness(policy->loudness);
    }
    if (auto plan = world_.memory.load_plan()) {
        plan_ = std::move(*plan);
        remember_contents(plan_.contents());
    }
    std::set<GrantId> done;
    for (const auto& record : world_.memory.records()) {
        if (record.done) done.insert(record.grant);
        else if (const auto counted = world_.memory.counted(record)) world_.receipts.recall(record.grant, *counted);
    }
    std::vector<std::pair<std::uint64_t, domain::SignedEnvelope>> grants;
    for (auto& envelope : world_.memory.grants()) {
        const auto verified = ring_.verify_grant(envelope.bytes, std::nullopt);
        // It has its receipt, though the player may have no room to remember that.
        if (!verified || done.contains(verified->signed_grant.grant.id)) continue;
        grants.emplace_back(verified->signed_grant.grant.issuer_sequence, std::move(envelope));
    }
    std::sort(grants.begin(), grants.end(), [](const auto& left, const auto& right) { return left.first < right.first; });
    for (const auto& [sequence, envelope] : grants) (void)take_grant(envelope.bytes, Origin::disk, nullptr);
    protect_contents();
    if (world_.time.battery_failed()) {
        log::warn("the battery clock is missing or wrong; the plan waits until the time is attested again [battery_clock]");
        (void)world_.memory.save_time(world_.time.to_remember(world_.clock()));
    }
    settle_disk();
    log::info("holding {} grants and {} contents, clock {} [booted]", grants.size(), world_.contents.complete().size(),
              world_.time.trusted() ? "trusted" : "not trusted yet");
}

std::optional<domain::UtcTime> PlayerLoop::now_if_trusted() const { return world_.time.known_utc(world_.clock()); }

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
        case Body::kPolicy: return take_policy(message.policy());
        case Body::kStart: return take_start(message.start(), Path::session);
        case Body::kStop: return take_stop(message.stop(), Path::session);
        case Body::kQuench: return take_quench(message.quench(), Path::session);
        case Body::kPrefetch: return take_prefetch(message.prefetch());
        case Body::kStreamKey: {
            auto key = protocol::read_stream_key(message.stream_key());
            if (key) take_stream_key(*key, Path::session);
            return;
        }
        default: return;  // The session's own business, or a newer peer's.
    }
}

void PlayerLoop::take_welcome(const wire::Welcome& welcome) {
    take_owner(welcome.owner_epoch());
    take_trust(welcome.trust());
    if (welcome.has_policy()) take_policy(welcome.policy());
}

// The join machine let nobody in who owns the commune no longer. What is beyond belief is not remembered: nobody signed it, and whoever
// comes after must be able to overtake it. Obeyed even when it cannot be stored: a later controller comes with a higher one in any case.
void PlayerLoop::take_owner(std::uint64_t epoch) {
    if (epoch <= owner_epoch_ || !policy::is_believable_owner(owner_epoch_, epoch)) return;
    owner_epoch_ = epoch;
    if (auto saved = world_.memory.save_owner_epoch(epoch); !saved)
        log::error("the owner's epoch {} cannot be stored: {} [storage_failed]", epoch, saved.error().detail);
}

void PlayerLoop::take_policy(const wire::NodePolicy& message) {
    auto policy = read_policy(message);
    if (!policy) return log::warn("the commune's policy is not taken: {} [malformed]", policy.error().detail);
    if (auto saved = world_.memory.save_policy(message); !saved)
        log::error("the commune's policy is obeyed but cannot be stored: {} [storage_failed]", saved.error().detail);
    log::info("volume {}/{}/{} %, {} allowed windows [policy_taken]", policy->loudness.volume.day,
              policy->loudness.volume.evening, policy->loudness.volume.emergency, policy->hours.allowed.size());
    world_.sound.set_loudness(policy->loudness);
    tell(dispatch::PolicyTaken{policy->hours});
    settle_disk();
    world_.uplink.status_changed();
}

}  // namespace village::node::player_loop
