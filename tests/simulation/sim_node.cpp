#include "tests/simulation/sim_node.hpp"

#include <algorithm>
#include <utility>

namespace village::simulation {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

using domain::Duration;
using domain::Grant;
using domain::GrantId;
using domain::UtcTime;

std::uint64_t samples(Duration time) { return static_cast<std::uint64_t>(std::max<std::int64_t>(0, time.count())) * 48 / 1000; }

bool is_emergency_start(const dispatch::PlayerCommand& command) {
    const auto* start = std::get_if<dispatch::StartSounding>(&command);
    return start && start->priority == domain::Priority::emergency;
}

domain::DeliveryState said_by(domain::ReceiptOutcome outcome) {
    return static_cast<domain::DeliveryState>(static_cast<int>(domain::DeliveryState::played) + static_cast<int>(outcome));
}

}  // namespace

SimNode::SimNode(Surroundings& world, ControllerEar& controller, domain::NodeNumber number, Random random, double loss)
    : world_(world),
      controller_(controller),
      number_(number),
      random_(random),
      line_(world.clockwork, Random{random.next(), number.value}, loss) {}

void SimNode::later(Duration delay, std::function<void()> what) {
    world_.clockwork.after(delay, [this, life = life_, what = std::move(what)] {
        if (life == life_) what();
    });
}

void SimNode::boot() {
    ++life_;
    world_.trace.add(world_.clockwork.now(), "boot", number_);
    // A battery clock that agrees is trusted at once; without one the box believes any day.
    clock_trusted_ = random_.chance(0.5) || !world_.happenings.has(Kind::wrong_clocks);
    clock_offset_ =
        clock_trusted_ ? random_.between(milliseconds{-20}, milliseconds{20}) : random_.between(hours{-30}, hours{30});
    dispatch::PlayerMemory memory;
    for (const auto& [id, record] : disk_.records) memory.records.push_back(record);
    if (world_.plant != Plant::stop_lost_at_boot) memory.stops = disk_.stops;
    memory.sequences = disk_.sequences;
    memory.plan_policy_epoch = disk_.plan.first;
    memory.plan_issuer_sequence = disk_.plan.second;
    memory.content.assign(disk_.content.begin(), disk_.content.end());
    dispatch::PlayerOptions options;
    options.node = number_;
    options.hours = world_.hours;
    if (world_.plant == Plant::ignore_quiet_hours) options.hours.quiet = {};
    options.clock_trusted = clock_trusted_;
    options.device_latency = Checker::device_latency_max;
    player_ = std::make_unique<dispatch::NodePlayer>(options, memory);
    fetching_.clear();
    restore_grants();
}

void SimNode::restore_grants() {
    std::vector<Grant> grants;
    for (const auto& [id, grant] : disk_.grants)
        if (!disk_.is_done(id)) grants.push_back(grant);
    std::ranges::sort(grants, {}, &Grant::issuer_sequence);
    for (const auto& grant : grants) {
        if (world_.plant == Plant::emergency_lost_at_boot && grant.kind == domain::BroadcastKind::emergency) continue;
        if (player_) handle(dispatch::GrantTaken{grant, false});
    }
    if (player_ && clock_trusted_) watch_emergencies_on_disk();
}

void SimNode::crash() {
    if (!player_) return;
    ++life_;
    world_.trace.add(world_.clockwork.now(), "crash", number_);
    // Sequences, tombstones and grants are written when they are taken; copied here because nothing was lost in
    // between.
    disk_.sequences = player_->sequences().save();
    player_.reset();
    device_.reset();
    ++device_serial_;
    line_.close_session();
    world_.checker.power_lost(number_, world_.clockwork.now());
    if (world_.plant == Plant::forget_done) std::erase_if(disk_.records, [](const auto& entry) { return entry.second.done; });
}

void SimNode::connected() {
    connected_since_ = world_.clockwork.now();
    // In order of their numbers, before anything new.
    for (const auto& receipt : disk_.outbox) line_.in_session(false, [this, receipt] { controller_.receipt(receipt); });
    later(random_.between(milliseconds{40}, seconds{4}), [this] { attest(); });
    report();
}

void SimNode::report() {
    line_.in_session(false, [this, last = disk_.last_receipt] { controller_.status(number_, last); });
}

void SimNode::attest() {
    if (!player_ || clock_trusted_ || line_.session() == 0) return;
    // Without the signer there is nobody to attest, and the node asks again.
    if (world_.signer.is_down()) return later(seconds{20}, [this] { attest(); });
    const auto offset = random_.between(milliseconds{-20}, milliseconds{20});
    const auto step = offset - clock_offset_;
    clock_offset_ = offset;
    clock_trusted_ = true;
    handle(dispatch::ClockStepped{step});
    if (player_) handle(dispatch::ClockTrust{true});
    world_.checker.clock_attested(number_);
    if (player_) watch_emergencies_on_disk();
}

void SimNode::handle(const dispatch::PlayerEvent& event) { perform(player_->handle(event, node_now())); }

void SimNode::perform(const dispatch::PlayerCommands& commands) {
    const auto life = life_;
    const bool blocked =
        world_.plant == Plant::no_preemption && is_sounding() && std::ranges::any_of(commands, is_emergency_start);
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
    const auto now = world_.clockwork.now();
    const bool breaks_in = command.priority == domain::Priority::emergency && device_ && device_->begun;
    if (breaks_in) interrupted_by_emergency_ = device_;
    device_stops();
    const auto* grant = player_->find(command.grant);
    const auto at = command.at - clock_offset_;
    auto begins = std::max(at, now + random_.between(milliseconds{5}, Checker::device_latency_max));
    if (world_.plant == Plant::starts_early) begins = now;
    device_ = Device{{command.grant, command.content, command.from_position}, begins, false};
    if (world_.plant == Plant::wrong_content && command.content && last_fetched_) device_->sound.content = last_fetched_;
    const auto serial = ++device_serial_;
    later(begins - now, [this, serial] { device_begins(serial); });
    if (!command.content || !grant) return;
    auto end = at + grant->content_duration - command.from_position;
    if (world_.plant == Plant::restart_adds_up && disk_.records[command.grant].gave_way) end += grant->content_duration;
    later(std::max(end, now) - now, [this, serial] { device_ends(serial); });
}

void SimNode::device_begins(std::uint64_t serial) {
    if (serial != device_serial_ || !device_) return;
    device_->begun = true;
    const auto now = world_.clockwork.now();
    world_.trace.add(now, "sounds", number_, device_->sound.grant);
    world_.checker.sound_started(number_, device_->sound, now);
    line_.in_session(false, [this, grant = device_->sound.grant] { controller_.started(number_, grant); });
}

void SimNode::device_ends(std::uint64_t serial) {
    if (serial != device_serial_ || !device_) return;
    const auto ended = dispatch::SoundEnded{device_->sound.grant, world_.clockwork.now() - device_->began};
    const auto* grant = player_->find(ended.grant);
    const bool repeats = grant && grant->repeat_every;
    device_stops();
    if (repeats && world_.plant == Plant::emergency_ends_after_once) return handle(dispatch::Quenched{grant->broadcast});
    handle(ended);
    if (!repeats || world_.plant != Plant::lower_in_the_pause || device_ || !interrupted_by_emergency_) return;
    if (!player_ || !player_->knows(interrupted_by_emergency_->sound.grant)) return;
    device_ = std::exchange(interrupted_by_emergency_, std::nullopt);
    device_begins(++device_serial_);
}

void SimNode::device_stops() {
    if (!device_) return;
    if (device_->begun) {
        world_.trace.add(world_.clockwork.now(), "silent", number_, device_->sound.grant);
        world_.checker.sound_stopped(number_, device_->sound.grant, world_.clockwork.now());
    }
    device_.reset();
    ++device_serial_;
}

void SimNode::device_fails() {
    if (!device_ || !player_) return;
    const auto failed = dispatch::SoundFailed{device_->sound.grant, "device"};
    const auto played = world_.clockwork.now() - device_->began;
    device_stops();
    if (world_.checker.device_failed(number_, failed.grant, world_.clockwork.now()))
        look_at_emergency(failed.grant, EmergencyJudge::heard_within);
    if (world_.plant == Plant::failure_taken_for_end) return handle(dispatch::SoundEnded{failed.grant, played});
    handle(failed);
}

void SimNode::perform(const dispatch::StopSounding& command) {
    if (!device_ || device_->sound.grant != command.grant || runs_on_by_plant(command)) return;
    interrupted_by_emergency_ = device_;
    device_stops();
}

bool SimNode::runs_on_by_plant(const dispatch::StopSounding& command) const {
    if (world_.plant != Plant::plays_beyond_end) return false;
    const auto& grant = disk_.grants.at(command.grant);
    return node_now() >= grant.not_after ||
           (grant.stream && world_.clockwork.now() - device_->began >= grant.max_duration - milliseconds{1});
}

void SimNode::perform(const dispatch::OutcomeRecord& command) {
    const auto said = said_by(command.outcome);
    world_.trace.add(world_.clockwork.now(), domain::delivery_state_name(said), number_, command.grant);
    world_.checker.finished(number_, command.grant, said, world_.clockwork.now());
    if (line_.session() == 0 || line_.is_cut()) world_.situations.saw(Situation::receipt_waits_for_line);
    note_drop(command);
    domain::PlaybackReceipt receipt;
    receipt.node = number_;
    receipt.number = ++disk_.last_receipt;
    receipt.broadcast = command.broadcast;
    receipt.grant = command.grant;
    receipt.outcome = command.outcome;
    receipt.reason = command.reason;
    receipt.samples_played = samples(command.played);
    receipt.samples_expected = samples(command.expected);
    receipt.first_sample_at = command.first_sample_at;
    receipt.last_sample_at = command.last_sample_at;
    disk_.outbox.push_back(receipt);
    line_.in_session(false, [this, receipt] { controller_.receipt(receipt); });
    if (world_.plant == Plant::receipt_not_kept) receipt_committed(receipt.number);
}

void SimNode::note_drop(const dispatch::OutcomeRecord& command) {
    const auto grant = disk_.grants.find(command.grant);
    const bool dropped = command.gave_way && command.outcome == domain::ReceiptOutcome::preempted &&
                         grant != disk_.grants.end() && grant->second.when_interrupted == domain::WhenInterrupted::drop;
    if (dropped) world_.situations.saw(Situation::dropped_after_interruption);
}

void SimNode::perform(const dispatch::Refused& command) {
    line_.in_session(false, [this, command] { controller_.refused(number_, command.grant, command.why); });
}

void SimNode::perform(const dispatch::Accepted& command) {
    line_.in_session(false, [this, command] { controller_.acknowledged(number_, command.grant); });
}

void SimNode::perform(const dispatch::WakeMeAt& command) {
    const auto serial = ++wake_serial_;
    const auto wait = std::max(Duration::zero(), command.when - node_now());
    if (world_.plant == Plant::long_timer_lost && wait > seconds{60}) return;
    later(wait, [this, serial] {
        if (serial == wake_serial_ && player_) handle(dispatch::Woken{});
    });
}

void SimNode::take_start(const Grant& grant, bool in_session) {
    if (!player_ || (!world_.signer.has_signed(grant) && world_.plant != Plant::skip_signature)) return;
    take(grant, in_session);
}

void SimNode::take(const Grant& signed_grant, bool in_session) {
    auto grant = signed_grant;
    if (world_.plant == Plant::skip_start_by) grant.start_by = grant.not_after;
    if (world_.plant == Plant::ignore_scope) grant.nodes.insert(number_);
    const auto id = grant.id;
    const auto now = world_.clockwork.now();
    world_.checker.start_offered(number_, id, now);
    const bool emergency = grant.kind == domain::BroadcastKind::emergency;
    if (emergency && in_session && !clock_trusted_) world_.checker.taken_without_clock(number_, id, now);
    // Written before it is acknowledged: who said "taken" owes a receipt, whatever happens next.
    const bool is_new = disk_.grants.emplace(id, grant).second;
    handle(dispatch::GrantTaken{grant, in_session});
    if (!player_) return;
    if (!player_->knows(id)) return void(is_new && disk_.grants.erase(id));
    if (grant.content && !disk_.content.contains(*grant.content)) fetch(*grant.content);
    if (emergency && (clock_trusted_ || in_session)) watch_emergency(grant);
}

void SimNode::watch_emergency(const Grant& grant) {
    const auto now = world_.clockwork.now();
    if (!world_.signer.has_signed(grant)) return;
    world_.checker.emergency_received(number_, grant.id, now);
    look_at_emergency(grant.id, std::max(now, grant.starts_at) - now + EmergencyJudge::heard_within);
}

void SimNode::look_at_emergency(GrantId id, Duration after) {
    later(after, [this, id] {
        const auto now = world_.clockwork.now();
        if (const auto again = world_.checker.emergency_due(number_, id, now)) look_at_emergency(id, *again - now);
    });
}

void SimNode::watch_emergencies_on_disk() {
    for (const auto& [id, grant] : disk_.grants) {
        const bool fits = world_.clockwork.now() + grant.content_duration + seconds{1} <= grant.not_after;
        // A power cut between writing a grant for others and refusing it leaves it on the disk.
        const bool for_us = grant.nodes.contains(number_);
        if (grant.kind == domain::BroadcastKind::emergency && for_us && !disk_.is_done(id) && fits) watch_emergency(grant);
    }
}

void SimNode::take_stop(const domain::StopOrder& stop) {
    if (!player_) return;
    if (world_.plant == Plant::resume_ignores_stop && !device_) return;
    for (const auto& id : stop.grants)
        if (!player_->knows(id) && !player_->is_done(id)) world_.held_back.emplace_back(number_, id);
    disk_.stops.push_back(stop);
    world_.checker.stop_received(number_, stop);
    handle(dispatch::StopTaken{stop});
    world_.checker.stop_obeyed(number_, stop, world_.clockwork.now());
}

void SimNode::take_plan(const std::vector<Grant>& grants, const dispatch::PlanTaken& plan) {
    for (const auto& grant : grants)
        if (player_ && world_.signer.has_signed(grant)) take(grant, true);
    if (!player_) return;
    disk_.plan = std::max(disk_.plan, std::pair(plan.policy_epoch, plan.issuer_sequence));
    handle(plan);
}

void SimNode::quench(std::optional<domain::BroadcastId> broadcast) {
    if (!player_) return;
    world_.checker.quench_received(number_, broadcast);
    handle(dispatch::Quenched{broadcast});
}

void SimNode::receipt_committed(std::uint64_t number) {
    if (world_.plant == Plant::outbox_never_empty && life_ > 1) return;
    while (!disk_.outbox.empty() && disk_.outbox.front().number <= number) {
        world_.checker.receipt_released(number_, disk_.outbox.front().number, world_.clockwork.now());
        disk_.outbox.pop_front();
    }
}

void SimNode::stream_ended(domain::BroadcastId broadcast) {
    if (!player_ || !device_ || device_->sound.content) return;
    const auto* grant = player_->find(device_->sound.grant);
    if (grant && grant->broadcast == broadcast) device_ends(device_serial_);
}

void SimNode::fetch(const domain::ContentHash& content) {
    if (!fetching_.insert(content).second) return;
    later(random_.between(milliseconds{300}, seconds{8}), [this, content] {
        fetching_.erase(content);
        if (line_.session() == 0 || line_.is_cut()) {
            return later(seconds{30}, [this, content] { fetch(content); });
        }
        disk_.content.insert(content);
        last_fetched_ = content;
        line_.in_session(false, [this, content] { controller_.fetched(number_, content); });
        handle(dispatch::ContentReady{content});
    });
}

}  // namespace village::simulation
