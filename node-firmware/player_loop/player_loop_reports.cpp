// The hub's part about what the device, the cache and the timer report, and what it says of itself.
#include "node-firmware/player_loop/player_loop.hpp"

#include <algorithm>

#include "controller/observability/log.hpp"
#include "protocol/session_codec.hpp"

namespace village::node::player_loop {

namespace {
constexpr int contents_in_status_max = 256;
constexpr std::uint32_t forget_every = 3600;  // Ticks of a second.
}  // namespace

void PlayerLoop::sounding_began(const SoundingBegan& began) {
    log::info("sounding {} since {} [sounding]", began.grant.text(), domain::utc_text(began.first_sample_at));
    sounding_.insert_or_assign(began.grant, began.first_sample_at);
    world_.uplink.status_changed();
}

void PlayerLoop::save_counted(domain::GrantId grant, const evidence::GrantEvidence& counted) {
    if (auto saved = world_.memory.save_counted(grant, counted); !saved)
        log::warn("how long {} sounded would be lost with the power: {} [storage_failed]", grant.text(), saved.error().detail);
}

void PlayerLoop::sounding_counted(const SoundingCounted& counted) {
    auto until_now = world_.receipts.counted(counted.grant);
    until_now.add(counted.piece);
    save_counted(counted.grant, until_now);
}

void PlayerLoop::sounding_over(const SoundingOver& over) {
    world_.receipts.add_piece(over.grant, over.piece);
    sounding_.erase(over.grant);
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
    // It may go on later.
    if (known_.contains(over.grant)) save_counted(over.grant, world_.receipts.counted(over.grant));
    if (!world_.sound.is_open(over.grant)) world_.receipts.sounding_over(over.grant);
    if (world_.receipts.take_written()) world_.uplink.receipt_stored();
    settle_disk();
    world_.uplink.status_changed();
}

void PlayerLoop::content_ready(const domain::ContentHash& content) {
    std::erase(lost_unsaid_, content);
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
    for (const auto& grant : world_.live.heard()) tell(dispatch::StreamHeard{grant});
    note_losses();
    if (!events_.empty()) {
        tell(dispatch::Woken{});
        settle_disk();
        world_.uplink.status_changed();
    }
    world_.receipts.tick(now());
    if (world_.receipts.take_written()) world_.uplink.receipt_stored();
    if (world_.time.worth_remembering(world_.clock())) (void)world_.memory.save_time(world_.time.to_remember(world_.clock()));
    if (world_.time.trusted() && ticks_ % forget_every == 0) world_.memory.forget_before(now() - std::chrono::hours{48});
}

void PlayerLoop::session_joined() { ready_unsaid_ = world_.contents.complete(); }

bool PlayerLoop::fill_status(wire::NodeStatus& status) {
    auto clock = now();
    const auto current = player_.current();
    // Told only once samples leave the device, so that clock minus position is when the first one did.
    const auto since = current ? sounding_.find(*current) : sounding_.end();
    if (since != sounding_.end() && player_.is_sounding()) {
        clock = std::max(clock, since->second);
        status.set_position(static_cast<std::uint64_t>((clock - since->second).count()));
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
    while (!lost_unsaid_.empty() && status.contents_lost_size() < contents_in_status_max) {
        status.add_contents_lost(protocol::string_of(lost_unsaid_.back().bytes));
        lost_unsaid_.pop_back();
    }
    status.set_free_bytes(world_.contents.free_bytes());
    return !ready_unsaid_.empty() || !lost_unsaid_.empty();
}

}  // namespace village::node::player_loop
