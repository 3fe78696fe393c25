// The hub's part that performs what NodePlayer decided, in order.
#include "node-firmware/player_loop/player_loop.hpp"

#include <algorithm>

#include "controller/observability/log.hpp"
#include "protocol/session_codec.hpp"
#include "scheduler/domain/names.hpp"

namespace village::node::player_loop {

void PlayerLoop::tell(const dispatch::PlayerEvent& event) {
    note_losses();
    events_.push_back(event);
    // Performing may lead to news (a file that does not open); each ends an item or a content, so this ends, too.
    while (!events_.empty()) {
        const auto next = std::move(events_.front());
        events_.pop_front();
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
        note_losses();
        events_.push_back(dispatch::SoundFailed{command.grant, "damaged"});
    }
}

void PlayerLoop::perform(const dispatch::DuckSounding& command) { world_.sound.duck(command.grant, command.ducked); }

void PlayerLoop::perform(const dispatch::StopSounding& command) { world_.sound.stop(command.grant); }

void PlayerLoop::perform(const dispatch::OutcomeRecord& command) {
    const auto known = known_.find(command.grant);
    GrantFacts facts;
    if (known != known_.end()) facts = {known->second.hash, known->second.grant.content.value_or(domain::ContentHash{})};
    log::info("{} ended as {}{}{} [outcome]", command.grant.text(), domain::outcome_name(command.outcome),
              command.reason.empty() ? "" : ": ", command.reason);
    world_.receipts.take_outcome(command, facts, world_.time.uncertainty(), world_.sound.is_open(command.grant), now());
    world_.live.forget(command.grant);
    if (known != known_.end()) known_.erase(known);
    world_.uplink.status_changed();
}

void PlayerLoop::perform(const dispatch::Refused& command) {
    answers_.insert_or_assign(command.grant, domain::Status(command.why));
    if (!player_.knows(command.grant)) known_.erase(command.grant);
}

void PlayerLoop::perform(const dispatch::Accepted& command) { answers_.insert_or_assign(command.grant, domain::Status{}); }

void PlayerLoop::perform(const dispatch::WakeMeAt& command) { world_.alarm.wake_at(command.when); }

void PlayerLoop::perform(const dispatch::AskTime&) {
    log::warn("what is called now goes by another clock than this loudspeaker's, asking for an attestation [clock]");
    world_.uplink.ask_time();
}

void PlayerLoop::settle_disk() {
    // A replay after a power cut is caught by the records; the window is behind them, and small.
    if (std::exchange(sequences_unsaved_, false)) (void)world_.memory.save_sequences(player_.sequences().save());
    if (!std::exchange(records_unsynced_, false)) return;
    for (const auto& synced : {world_.memory.sync_records(), world_.memory.sync_grants()}) {
        if (!synced) log::error("the disk does not keep what it was given: {} [storage_failed]", synced.error().detail);
    }
}

}  // namespace village::node::player_loop
