#include "tests/simulation/sim_node.hpp"

#include <algorithm>

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

}  // namespace

SimNode::SimNode(Surroundings& world, ControllerEar& controller, domain::NodeNumber number, Random random, double loss)
    : world_(world), controller_(controller), number_(number), random_(random), line_(world.clockwork, Random{random.next(), number.value}, loss) {}

void SimNode::later(Duration delay, std::function<void()> what) {
    world_.clockwork.after(delay, [this, life = life_, what = std::move(what)] {
        if (life == life_) what();
    });
}

void SimNode::boot() {
    ++life_;
    world_.trace.add(world_.clockwork.now(), "boot", number_);
    // A battery clock that agrees is trusted at once; without one the box believes any day.
    clock_trusted_ = random_.chance(0.5);
    clock_offset_ = clock_trusted_ ? random_.between(milliseconds{-20}, milliseconds{20}) : random_.between(hours{-30}, hours{30});
    dispatch::PlayerMemory memory;
    for (const auto& [id, record] : disk_.records) memory.records.push_back(record);
    memory.stops = disk_.stops;
    memory.sequences = disk_.sequences;
    memory.plan_policy_epoch = disk_.plan.first;
    memory.plan_issuer_sequence = disk_.plan.second;
    memory.content.assign(disk_.content.begin(), disk_.content.end());
    dispatch::PlayerOptions options;
    options.node = number_;
    options.hours = world_.hours;
    options.clock_trusted = clock_trusted_;
    player_ = std::make_unique<dispatch::NodePlayer>(options, memory);
    fetching_.clear();
    auto grants = disk_.grants;
    for (const auto& [id, grant] : grants) {
        const auto record = disk_.records.find(id);
        if (record != disk_.records.end() && record->second.done) continue;
        if (player_) handle(dispatch::GrantTaken{grant, false});
    }
}

void SimNode::crash() {
    if (!player_) return;
    ++life_;
    world_.trace.add(world_.clockwork.now(), "crash", number_);
    // Sequences, tombstones and grants are written when they are taken; copied here because nothing was lost in between.
    disk_.sequences = player_->sequences().save();
    player_.reset();
    device_.reset();
    ++device_serial_;
    line_.close_session();
    world_.checker.node_crashed(number_, world_.clockwork.now());
    if (world_.plant == Plant::forget_done) std::erase_if(disk_.records, [](const auto& entry) { return entry.second.done; });
}

void SimNode::connected() {
    connected_since_ = world_.clockwork.now();
    attest();
    for (const auto& receipt : disk_.outbox) line_.in_session(false, [this, receipt] { controller_.receipt(receipt); });
    report();
}

void SimNode::report() {
    line_.in_session(false, [this, last = disk_.last_receipt] { controller_.status(number_, last); });
}

void SimNode::attest() {
    if (!player_ || clock_trusted_) return;
    // Part of joining; without the signer there is nobody to attest, and the node asks again.
    if (world_.signer.is_down()) return later(seconds{20}, [this] { attest(); });
    const auto offset = random_.between(milliseconds{-20}, milliseconds{20});
    const auto step = offset - clock_offset_;
    clock_offset_ = offset;
    clock_trusted_ = true;
    handle(dispatch::ClockStepped{step});
    if (player_) handle(dispatch::ClockTrust{true});
}

void SimNode::handle(const dispatch::PlayerEvent& event) { perform(player_->handle(event, node_now())); }

void SimNode::perform(const dispatch::PlayerCommands& commands) {
    const auto life = life_;
    for (std::size_t i = 0; i < commands.size() && life == life_; ++i) {
        const bool one_transaction = i > 0 && std::holds_alternative<dispatch::OutcomeRecord>(commands[i]);
        if (world_.faults && !one_transaction && random_.chance(0.0005)) {
            crash();
            world_.clockwork.after(random_.between(seconds{2}, seconds{60}), [this] {
                if (!player_) boot();
            });
            return;
        }
        const bool emergency_follows = world_.plant == Plant::no_preemption && is_blocked_by_plant(commands.back());
        if (emergency_follows && (std::holds_alternative<dispatch::StopSounding>(commands[i]) || is_blocked_by_plant(commands[i]))) continue;
        std::visit([this](const auto& command) { perform(command); }, commands[i]);
    }
}

bool SimNode::is_blocked_by_plant(const dispatch::PlayerCommand& command) const {
    const auto* start = std::get_if<dispatch::StartSounding>(&command);
    return start && start->priority == domain::Priority::emergency && device_;
}

void SimNode::perform(const dispatch::Remember& command) {
    disk_.records[command.record.grant] = command.record;
    if (command.record.sounding) world_.checker.start_written(number_, command.record.grant);
}

void SimNode::perform(const dispatch::StartSounding& command) {
    device_stops();
    const auto* grant = player_->find(command.grant);
    const auto at = command.at - clock_offset_;
    const auto begins = std::max(at, world_.clockwork.now());
    device_ = Device{command.grant, begins, false, !command.content};
    const auto serial = ++device_serial_;
    if (begins == world_.clockwork.now())
        device_begins(serial);
    else
        later(begins - world_.clockwork.now(), [this, serial] { device_begins(serial); });
    if (!command.content || !grant) return;
    const auto end = at + grant->content_duration - command.from_position;
    later(std::max(end, begins) - world_.clockwork.now(), [this, serial] { device_ends(serial); });
}

void SimNode::device_begins(std::uint64_t serial) {
    if (serial != device_serial_ || !device_) return;
    device_->begun = true;
    const auto now = world_.clockwork.now();
    world_.trace.add(now, "sounds", number_, device_->grant);
    world_.checker.sound_started(number_, device_->grant, now);
    line_.in_session(false, [this, grant = device_->grant] { controller_.started(number_, grant); });
}

void SimNode::device_ends(std::uint64_t serial) {
    if (serial != device_serial_ || !device_) return;
    const auto ended = dispatch::SoundEnded{device_->grant, world_.clockwork.now() - device_->began};
    device_stops();
    handle(ended);
}

void SimNode::device_stops() {
    if (!device_) return;
    if (device_->begun) {
        world_.trace.add(world_.clockwork.now(), "silent", number_, device_->grant);
        world_.checker.sound_stopped(number_, device_->grant, world_.clockwork.now());
    }
    device_.reset();
    ++device_serial_;
}

void SimNode::device_fails() {
    if (!device_ || !player_) return;
    const auto failed = dispatch::SoundFailed{device_->grant, "device"};
    device_stops();
    handle(failed);
}

void SimNode::perform(const dispatch::StopSounding& command) {
    if (device_ && device_->grant == command.grant) device_stops();
}

void SimNode::perform(const dispatch::OutcomeRecord& command) {
    world_.trace.add(world_.clockwork.now(), domain::delivery_state_name(domain::DeliveryState(6 + int(command.outcome))), number_, command.grant);
    world_.checker.finished(number_, command.grant, world_.clockwork.now());
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
}

void SimNode::perform(const dispatch::Refused& command) {
    line_.in_session(false, [this, command] { controller_.refused(number_, command.grant, command.why); });
}

void SimNode::perform(const dispatch::Accepted& command) {
    line_.in_session(false, [this, command] { controller_.acknowledged(number_, command.grant); });
}

void SimNode::perform(const dispatch::WakeMeAt& command) {
    const auto serial = ++wake_serial_;
    later(std::max(Duration::zero(), command.when - node_now()), [this, serial] {
        if (serial == wake_serial_ && player_) handle(dispatch::Woken{});
    });
}

void SimNode::take_start(const Grant& grant, bool in_session) {
    if (!player_ || !world_.signer.has_signed(grant)) return;
    take(grant, in_session);
}

void SimNode::take(const Grant& signed_grant, bool in_session) {
    auto grant = signed_grant;
    if (world_.plant == Plant::skip_start_by) grant.start_by = grant.not_after;
    if (world_.plant == Plant::ignore_scope) grant.nodes.insert(number_);
    const auto id = grant.id;
    // Written before it is acknowledged: who said "taken" owes a receipt, whatever happens next.
    const bool is_new = disk_.grants.emplace(id, grant).second;
    handle(dispatch::GrantTaken{grant, in_session});
    if (!player_) return;
    if (!player_->knows(id)) return void(is_new && disk_.grants.erase(id));
    if (grant.content && !disk_.content.contains(*grant.content)) fetch(*grant.content);
    const bool obeyed = clock_trusted_ || in_session;
    if (is_new && obeyed && grant.kind == domain::BroadcastKind::emergency) watch_emergency(grant);
}

void SimNode::watch_emergency(const Grant& grant) {
    const auto now = world_.clockwork.now();
    world_.checker.emergency_received(number_, grant, now);
    if (!clock_trusted_) world_.checker.taken_without_clock(number_, grant.id);
    const auto due = std::max(now, grant.starts_at) + milliseconds{200};
    later(due - now, [this, id = grant.id] { world_.checker.emergency_due(number_, id, world_.clockwork.now()); });
}

void SimNode::take_stop(const domain::StopOrder& stop) {
    if (!player_) return;
    if (world_.plant == Plant::resume_ignores_stop && !device_) return;
    disk_.stops.push_back(stop);
    handle(dispatch::StopTaken{stop});
    world_.checker.stop_received(number_, stop, world_.clockwork.now());
}

void SimNode::take_plan(const std::vector<Grant>& grants, const dispatch::PlanTaken& plan) {
    for (const auto& grant : grants)
        if (player_ && world_.signer.has_signed(grant)) take(grant, true);
    if (!player_) return;
    disk_.plan = std::max(disk_.plan, std::pair(plan.policy_epoch, plan.issuer_sequence));
    handle(plan);
}

void SimNode::quench(domain::BroadcastId broadcast) {
    if (player_) handle(dispatch::Quenched{broadcast});
}

void SimNode::receipt_committed(std::uint64_t number) {
    while (!disk_.outbox.empty() && disk_.outbox.front().number <= number) disk_.outbox.pop_front();
}

void SimNode::stream_ended(domain::BroadcastId broadcast) {
    if (!player_ || !device_ || !device_->stream) return;
    const auto* grant = player_->find(device_->grant);
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
        line_.in_session(false, [this, content] { controller_.fetched(number_, content); });
        handle(dispatch::ContentReady{content});
    });
}

}  // namespace village::simulation
