#include "node-firmware/player_loop/player_loop.hpp"

#include <algorithm>

#include "controller/observability/log.hpp"
#include "node-firmware/player_loop/hours_codec.hpp"
#include "protocol/session_codec.hpp"
#include "scheduler/domain/names.hpp"

namespace village::node::player_loop {
using domain::Error;
using domain::ErrorCode;
using domain::GrantId;
using domain::Status;
using protocol::bytes_of;

namespace {
constexpr int contents_in_status_max = 256;
constexpr std::size_t hints_max = 2512;  // A plan's and a hint's.
constexpr std::uint32_t save_time_every = 600, forget_every = 3600;  // Ticks of a second.

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

void PlayerLoop::take_prefetch(const wire::PrefetchHint& hint) {
    if (hint.complete()) kept_.clear();
    remember_contents(hint.contents());
    for (const auto& content : hint.contents()) {
        domain::ContentHash root;
        if (content.hash().size() == 32) std::copy_n(content.hash().begin(), 32, root.bytes.begin());
        kept_.insert(root);
    }
    protect_contents();
}

void PlayerLoop::remember_contents(const google::protobuf::RepeatedPtrField<wire::ContentHint>& hints) {
    for (const auto& hint : hints) {
        if (hint.hash().size() != 32 || hint.chunk_hashes().size() % 32 != 0) continue;
        cache::WantedContent wanted;
        std::copy_n(hint.hash().begin(), 32, wanted.root.bytes.begin());
        wanted.size_bytes = hint.size_bytes();
        wanted.chunks.resize(hint.chunk_hashes().size() / 32);
        for (std::size_t at = 0; at < wanted.chunks.size(); ++at) {
            std::copy_n(hint.chunk_hashes().begin() + static_cast<std::ptrdiff_t>(at * 32), 32, wanted.chunks[at].bytes.begin());
        }
        if (wanted.is_consistent() && (hinted_.contains(wanted.root) || hinted_.size() < hints_max)) {
            hinted_.insert_or_assign(wanted.root, std::move(wanted));
        }
    }
}

void PlayerLoop::protect_contents() {
    auto needed = kept_;
    for (const auto& [id, known] : known_) {
        if (known.grant.content) needed.insert(*known.grant.content);
        if (known.grant.chime) needed.insert(*known.grant.chime);
    }
    // A hint that neither the plan nor the prefetch list names any more is forgotten with its plan.
    std::set<domain::ContentHash> planned;
    for (const auto& hint : plan_.contents()) {
        domain::ContentHash root;
        if (hint.hash().size() == 32) std::copy_n(hint.hash().begin(), 32, root.bytes.begin());
        planned.insert(root);
    }
    std::erase_if(hinted_, [&](const auto& entry) { return !needed.contains(entry.first) && !planned.contains(entry.first); });
    needed.insert(planned.begin(), planned.end());
    world_.contents.protect(std::move(needed));
}

std::vector<cache::WantedContent> PlayerLoop::wanted() const {
    std::map<domain::ContentHash, domain::UtcTime> due;
    for (const auto& [id, known] : known_) {
        if (!known.grant.content) continue;
        auto& first = due.try_emplace(*known.grant.content, known.grant.starts_at).first->second;
        first = std::min(first, known.grant.starts_at);
    }
    std::vector<cache::WantedContent> missing;
    for (const auto& [root, content] : hinted_) {
        if (!world_.contents.has(root)) missing.push_back(content);
    }
    // What is due within the hour goes first, then the emergency set, then the rest of the week.
    const auto soon = now() + std::chrono::hours{1};
    const auto rank = [&](const cache::WantedContent& content) {
        const auto found = due.find(content.root);
        const auto when = found == due.end() ? domain::UtcTime::max() : found->second;
        return std::pair(when <= soon ? 0 : kept_.contains(content.root) ? 1 : 2, when);
    };
    std::stable_sort(missing.begin(), missing.end(), [&](const auto& left, const auto& right) { return rank(left) < rank(right); });
    return missing;
}

// ---- From the device, the cache and the timer ----

void PlayerLoop::sounding_began(const SoundingBegan& began) {
    log::info("sounding {} since {} [sounding]", began.grant.text(), domain::utc_text(began.first_sample_at));
    sounding_ = began;
    world_.uplink.status_changed();
}

void PlayerLoop::sounding_over(const SoundingOver& over) {
    world_.receipts.add_piece(over.grant, over.piece);
    if (sounding_ && sounding_->grant == over.grant) sounding_.reset();
    if (over.how == audio::SoundEnd::failed) {
        log::error("{} cannot go on: {} [sound_failed]", over.grant.text(), over.why);
        const auto known = known_.find(over.grant);
        // Whatever could not be read is fetched again.
        if (known != known_.end() && known->second.grant.content) world_.contents.drop(*known->second.grant.content);
        tell(dispatch::SoundFailed{over.grant, "damaged"});
    } else if (over.how == audio::SoundEnd::finished) {
        const auto played = audio::duration_of(static_cast<std::int64_t>(over.piece.samples));
        tell(dispatch::SoundEnded{over.grant, played});
    }
    if (!world_.sound.is_open(over.grant)) world_.receipts.sounding_over(over.grant);
    if (world_.receipts.take_written()) world_.uplink.receipt_stored();
    settle_disk();
    world_.uplink.status_changed();
}

void PlayerLoop::content_ready(const domain::ContentHash& content) {
    ready_unsaid_.push_back(content);
    tell(dispatch::ContentReady{content});
    settle_disk();
    world_.uplink.status_changed();
}

void PlayerLoop::woken() {
    tell(dispatch::Woken{});
    settle_disk();
}

void PlayerLoop::tick() {
    ++ticks_;
    world_.receipts.tick(now());
    if (world_.receipts.take_written()) world_.uplink.receipt_stored();
    if (world_.time.trusted() && ticks_ % save_time_every == 0) (void)world_.memory.save_time(world_.time.to_remember(world_.clock()));
    if (world_.time.trusted() && ticks_ % forget_every == 0) world_.memory.forget_before(now() - std::chrono::hours{48});
}

void PlayerLoop::session_joined() { ready_unsaid_ = world_.contents.complete(); }

bool PlayerLoop::fill_status(wire::NodeStatus& status) {
    auto clock = now();
    const auto current = player_.current();
    // Told only once samples leave the device, so that clock minus position is when the first one did.
    if (sounding_ && current == sounding_->grant && player_.is_sounding()) {
        clock = std::max(clock, sounding_->first_sample_at);
        status.set_position(static_cast<std::uint64_t>((clock - sounding_->first_sample_at).count()));
        if (const auto* grant = player_.find(*current)) status.set_playing(protocol::string_of(grant->broadcast.bytes));
        status.set_playing_grant(protocol::string_of(current->bytes));
    }
    status.set_node_clock(domain::to_us(clock));
    status.set_clock_trusted(world_.time.trusted());
    status.set_clock_uncertainty(static_cast<std::uint64_t>(world_.time.uncertainty().count()));
    *status.mutable_plan() = plan_.version();
    while (!ready_unsaid_.empty() && status.contents_ready_size() < contents_in_status_max) {
        status.add_contents_ready(protocol::string_of(ready_unsaid_.back().bytes));
        ready_unsaid_.pop_back();
    }
    status.set_free_bytes(world_.contents.free_bytes());
    return !ready_unsaid_.empty();
}

// ---- What is to be done ----

void PlayerLoop::tell(const dispatch::PlayerEvent& event) {
    perform(player_.handle(event, now()));
    // Performing may lead to news (a file that does not open); each ends an item, so this ends, too.
    for (std::size_t turn = 0; !follow_ups_.empty() && turn < dispatch::NodePlayer::items_max; ++turn) {
        const auto next = follow_ups_.front();
        follow_ups_.erase(follow_ups_.begin());
        perform(player_.handle(next, now()));
    }
    if (world_.receipts.take_written()) world_.uplink.receipt_stored();
}

void PlayerLoop::perform(const dispatch::PlayerCommands& commands) {
    for (const auto& command : commands) std::visit([this](const auto& what) { perform(what); }, command);
}

void PlayerLoop::perform(const dispatch::Remember& command) {
    // An emergency and a STOP never wait for the disk; everything else is on it before it sounds.
    const bool sync = command.record.started && !command.record.done && !is_emergency(command.record.grant);
    if (auto kept = world_.memory.remember(command.record, sync); !kept) {
        log::error("cannot remember {}: {} [storage_failed]", command.record.grant.text(), kept.error().detail);
    }
    records_unsynced_ = records_unsynced_ || !sync;
}

void PlayerLoop::perform(const dispatch::StartSounding& command) {
    const auto known = known_.find(command.grant);
    if (known == known_.end()) return;
    if (auto started = world_.sound.start(command, known->second.grant); !started) {
        log::error("{} cannot be sounded: {} [sound_failed]", command.grant.text(), started.error().detail);
        follow_ups_.push_back(dispatch::SoundFailed{command.grant, "damaged"});
    }
}

void PlayerLoop::perform(const dispatch::StopSounding& command) { world_.sound.stop(command.grant); }

void PlayerLoop::perform(const dispatch::OutcomeRecord& command) {
    const auto known = known_.find(command.grant);
    GrantFacts facts;
    if (known != known_.end()) facts = {known->second.hash, known->second.grant.content.value_or(domain::ContentHash{})};
    log::info("{} ended as {}{}{} [outcome]", command.grant.text(), domain::outcome_name(command.outcome), command.reason.empty() ? "" : ": ",
              command.reason);
    world_.receipts.take_outcome(command, facts, world_.time.uncertainty(), world_.sound.is_open(command.grant), now());
    world_.live.forget(command.grant);
    if (known != known_.end()) known_.erase(known);
    world_.uplink.status_changed();
}

void PlayerLoop::perform(const dispatch::Refused& command) {
    answers_.insert_or_assign(command.grant, Status(command.why));
    if (!player_.knows(command.grant)) known_.erase(command.grant);
}

void PlayerLoop::perform(const dispatch::Accepted& command) { answers_.insert_or_assign(command.grant, Status{}); }

void PlayerLoop::perform(const dispatch::WakeMeAt& command) { world_.alarm.wake_at(command.when); }

void PlayerLoop::settle_disk() {
    // A replay after a power cut is caught by the records; the window is behind them, and small.
    if (std::exchange(sequences_unsaved_, false)) (void)world_.memory.save_sequences(player_.sequences().save());
    if (!std::exchange(records_unsynced_, false)) return;
    for (const auto& synced : {world_.memory.sync_records(), world_.memory.sync_grants()}) {
        if (!synced) log::error("the disk does not keep what it was given: {} [storage_failed]", synced.error().detail);
    }
}

}  // namespace village::node::player_loop
