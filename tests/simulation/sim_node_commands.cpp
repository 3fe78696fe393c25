// SimNode: what its player wants done.
#include "tests/simulation/sim_node.hpp"

#include <algorithm>

#include "scheduler/delivery/receipt_state.hpp"

namespace village::simulation {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

using domain::Duration;
using domain::GrantId;

std::uint64_t samples(Duration time) { return static_cast<std::uint64_t>(std::max<std::int64_t>(0, time.count())) * 48 / 1000; }

/// Not an answer, and not a timer.
bool is_effect(const dispatch::PlayerCommand& command) {
    return std::holds_alternative<dispatch::Remember>(command) || std::holds_alternative<dispatch::StartSounding>(command) ||
           std::holds_alternative<dispatch::DuckSounding>(command) || std::holds_alternative<dispatch::StopSounding>(command) ||
           std::holds_alternative<dispatch::OutcomeRecord>(command);
}

bool is_emergency_start(const dispatch::PlayerCommand& command) {
    const auto* start = std::get_if<dispatch::StartSounding>(&command);
    return start && start->priority == domain::Priority::emergency;
}

}  // namespace

void SimNode::handle(const dispatch::PlayerEvent& event) { perform(player_->handle(event, node_now())); }

void SimNode::perform(const dispatch::PlayerCommands& commands) {
    const auto life = life_;
    if (takes_copy_ && std::ranges::any_of(commands, is_effect)) world_.checker.copy_had_effect(number_, world_.clockwork.now());
    emergency_begins_ = std::ranges::any_of(commands, is_emergency_start);
    const bool blocked = world_.plant == Plant::no_preemption && is_sounding() && emergency_begins_;
    for (std::size_t i = 0; i < commands.size() && life == life_; ++i) {
        const bool one_transaction = i > 0 && std::holds_alternative<dispatch::OutcomeRecord>(commands[i]);
        const bool may_lose_power = world_.faults && world_.happenings.has(Kind::power_cut_while_writing);
        if (may_lose_power && !one_transaction && random_.chance(0.0005)) {
            crash();
            world_.clockwork.after(random_.between(seconds{2}, seconds{60}), [this] {
                if (!player_) boot();
            });
            return;
        }
        if (blocked && (std::holds_alternative<dispatch::StopSounding>(commands[i]) || is_emergency_start(commands[i]))) continue;
        std::visit([this](const auto& command) { perform(command); }, commands[i]);
    }
}

void SimNode::perform(const dispatch::Remember& command) {
    disk_.records[command.record.grant] = command.record;
    if (!command.record.sounding) return;
    world_.checker.start_written(number_, command.record.grant, world_.clockwork.now());
}

void SimNode::perform(const dispatch::StartSounding& command) {
    const auto* grant = player_->find(command.grant);
    SimDevice::Order order;
    order.sound = {command.grant, command.content, command.from_position};
    order.at = command.at - clock_.error(world_.clockwork.now());
    order.is_emergency = command.priority == domain::Priority::emergency;
    if (world_.plant == Plant::wrong_content && command.content && last_fetched_) order.sound.content = last_fetched_;
    if (command.content && grant) {
        order.ends = order.at + command.until_position.value_or(grant->content_duration) - command.from_position;
        if (world_.plant == Plant::restart_adds_up && disk_.records[command.grant].gave_way)
            order.ends += grant->content_duration;
    }
    device_.start(order);
}

void SimNode::device_ended(GrantId id, Duration played) {
    world_.checker.came_to_end(number_, id, world_.clockwork.now());
    const auto* grant = player_->find(id);
    const bool repeats = grant && grant->repeat_every;
    if (repeats && world_.plant == Plant::emergency_ends_after_once) return handle(dispatch::Quenched{grant->broadcast});
    const bool was_useless = world_.plant == Plant::stand_in_sounds_once && grant && grant->stands_in_for;
    handle(dispatch::SoundEnded{id, was_useless ? Duration::zero() : played});
    if (!repeats || world_.plant != Plant::lower_in_the_pause || device_.current()) return;
    const auto lower = device_.interrupted();
    if (player_ && lower && player_->knows(*lower)) device_.go_on_with_interrupted();
}

void SimNode::device_fails() {
    if (!player_) return;
    std::vector<std::pair<GrantId, Duration>> failed;
    for (const auto& id : device_.all()) failed.emplace_back(id, device_.played(id));
    for (const auto& [id, played] : failed) device_.stop(id);
    for (const auto& [id, played] : failed)
        if (player_) fail(id, played);
}

void SimNode::fail(GrantId id, Duration played) {
    if (world_.checker.device_failed(number_, id, world_.clockwork.now())) look_at_emergency(id, EmergencyJudge::heard_within);
    if (world_.plant == Plant::failure_taken_for_end) return handle(dispatch::SoundEnded{id, played});
    handle(dispatch::SoundFailed{id, "device"});
}

void SimNode::device_falters(Random& random) {
    const auto time = random.chance(0.5) ? random.between(milliseconds{20}, seconds{2}) : random.between(seconds{2}, seconds{90});
    for (const auto& id : device_.all()) {
        const auto lost = device_.falter(id, time);
        if (lost == Duration::zero()) continue;
        disk_.faltered[id] += lost;
        world_.checker.device_faltered(number_, id, lost);
    }
}

void SimNode::perform(const dispatch::StopSounding& command) {
    if (!runs_on_by_plant(command)) device_.stop(command.grant);
}

void SimNode::perform(const dispatch::DuckSounding& command) {
    command.ducked ? device_.duck(command.grant) : device_.raise(command.grant);
}

bool SimNode::runs_on_by_plant(const dispatch::StopSounding& command) const {
    if (world_.plant == Plant::emergency_above_music && device_.beneath() == command.grant) return emergency_begins_;
    if (world_.plant != Plant::plays_beyond_end || device_.current() != command.grant) return false;
    const auto& grant = disk_.grants.at(command.grant);
    return node_now() >= grant.not_after ||
           (grant.stream && device_.played(command.grant) >= grant.max_duration - milliseconds{1});
}

void SimNode::perform(const dispatch::OutcomeRecord& command) {
    if (line_.session() == 0 || line_.is_cut()) world_.situations.saw(Situation::receipt_waits_for_line);
    note_drop(command);
    domain::PlaybackReceipt receipt;
    receipt.node = number_;
    receipt.number = ++disk_.last_receipt;
    receipt.broadcast = command.broadcast;
    receipt.grant = command.grant;
    receipt.outcome = command.outcome;
    receipt.reason = command.reason;
    receipt.preempted_by = command.preempted_by;
    receipt.resumed = command.resumed;
    const auto lost = world_.plant == Plant::underruns_not_counted ? Duration::zero() : disk_.faltered[command.grant];
    // As the real node: what the device counted, not what was asked of it.
    const bool began = disk_.began.contains(command.grant);
    if (began) receipt.samples_played = samples(command.played - lost);
    receipt.samples_expected = samples(command.expected);
    if (began) receipt.first_sample_at = command.first_sample_at;
    if (began) receipt.last_sample_at = command.last_sample_at;
    const auto said = delivery::state_of(receipt);
    world_.trace.add(world_.clockwork.now(), domain::delivery_state_name(said), number_, command.grant);
    world_.checker.finished(number_, command.grant, said, world_.clockwork.now());
    world_.checker.silenced_by(number_, command.grant, said, command.preempted_by, world_.clockwork.now());
    if (command.reason == "plan_full") turned_away(command.grant, Situation::full_plan_lets_go);
    disk_.outbox.push_back(receipt);
    world_.recorded_receipts.push_back(receipt);
    tell([this, receipt] { controller_->receipt(receipt); });
    if (world_.plant == Plant::receipt_not_kept) receipt_committed(receipt.number);
}

void SimNode::note_drop(const dispatch::OutcomeRecord& command) {
    const auto grant = disk_.grants.find(command.grant);
    const bool dropped = command.gave_way && command.outcome == domain::ReceiptOutcome::preempted &&
                         grant != disk_.grants.end() && grant->second.when_interrupted == domain::WhenInterrupted::drop;
    if (dropped) world_.situations.saw(Situation::dropped_after_interruption);
}

QueueJudge::Load SimNode::load() const {
    QueueJudge::Load load{player_->item_count(), player_->done_count(), std::nullopt};
    if (load.grants < plan_room) return load;
    for (const auto& [id, grant] : disk_.grants) {
        const auto record = disk_.records.find(id);
        const bool has_begun = record != disk_.records.end() && record->second.started;
        if (player_->knows(id) && !has_begun) load.least = std::min(grant.priority, load.least.value_or(grant.priority));
    }
    return load;
}

void SimNode::turned_away(GrantId id, Situation how) {
    world_.situations.saw(how);
    world_.checker.turned_away(number_, id, load_when_it_came_, world_.clockwork.now());
}

void SimNode::perform(const dispatch::Refused& command) {
    if (command.why.code == domain::ErrorCode::too_many_requests) turned_away(command.grant, Situation::full_plan_turns_away);
    tell([this, command] { controller_->refused(number_, command.grant, command.why); });
}

void SimNode::perform(const dispatch::Accepted& command) {
    tell([this, command] { controller_->acknowledged(number_, command.grant); });
}

void SimNode::perform(const dispatch::AskTime&) {
    world_.situations.saw(Situation::call_contradicts_clock);
    // Beside the question that waits for its turn.
    if (world_.plant != Plant::call_asks_no_time) later(asks_after, [this] { ask_time_now(); });
}

void SimNode::perform(const dispatch::WakeMeAt& command) {
    const auto serial = ++wake_serial_;
    const auto wait = std::max(Duration::zero(), command.when - node_now());
    if (world_.plant == Plant::long_timer_lost && wait > seconds{60}) return;
    later(wait, [this, serial] {
        if (serial == wake_serial_ && player_) handle(dispatch::Woken{});
    });
}

}  // namespace village::simulation
