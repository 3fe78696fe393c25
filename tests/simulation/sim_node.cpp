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

}  // namespace

SimNode::SimNode(Surroundings& world, domain::NodeNumber number, Random random, double loss)
    : world_(world),
      number_(number),
      random_(random),
      line_(world.clockwork, Random{random.next(), number.value}, loss),
      device_(world, number, Random{random.next(), number.value}) {
    device_.on_begun = [this](GrantId grant) {
        disk_.began.insert(grant);
        tell([this, grant] { controller_->started(number_, grant); });
    };
    device_.on_ended = [this](GrantId grant, Duration played) { device_ended(grant, played); };
}

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
    clock_offset_ = clock_trusted_ ? some_error(random_) : some_wrong_time();
    dispatch::PlayerMemory memory;
    for (const auto& [id, record] : disk_.records) memory.records.push_back(record);
    if (world_.plant != Plant::stop_lost_at_boot)
        for (const auto& [id, stop] : disk_.stops) memory.stops.push_back(stop);
    memory.sequences = disk_.sequences;
    memory.plan_policy_epoch = disk_.plan.first;
    memory.plan_issuer_sequence = disk_.plan.second;
    memory.content.assign(disk_.content.begin(), disk_.content.end());
    dispatch::PlayerOptions options;
    options.node = number_;
    options.hours = hours_kept();
    options.clock_trusted = clock_trusted_;
    options.device_latency = device_latency_max;
    options.plan_max = world_.plant == Plant::plan_without_limit ? 2 * plan_room : plan_room;
    options.done_max = done_room;
    player_ = std::make_unique<dispatch::NodePlayer>(options, memory);
    world_.checker.booted(number_, clock_trusted_, world_.clockwork.now());
    fetching_.clear();
    restore_grants();
}

domain::HoursPolicy SimNode::hours_kept() const {
    auto hours = disk_.hours.value_or(world_.rules.hours());
    if (world_.plant == Plant::ignore_quiet_hours) hours.quiet = {};
    return hours;
}

Duration SimNode::some_error(Random& random) { return random.between(-clock_error_max, clock_error_max); }

Duration SimNode::some_wrong_time() {
    if (random_.chance(0.7)) return random_.between(hours{-30}, hours{30});
    world_.situations.saw(Situation::node_without_rtc);
    return domain::UtcTime{} - world_.clockwork.now();
}

void SimNode::restore_grants() {
    std::vector<Grant> grants;
    for (const auto& [id, grant] : disk_.grants)
        if (!disk_.is_done(id)) grants.push_back(grant);
    std::ranges::sort(grants, {}, &Grant::issuer_sequence);
    for (const auto& grant : grants) {
        if (world_.plant == Plant::emergency_lost_at_boot && grant.kind == domain::BroadcastKind::emergency) continue;
        if (player_) handle(dispatch::GrantTaken{grant, false});
        listen_for(grant);
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
    device_.lose_power();
    line_.close_session();
    world_.checker.power_lost(number_, world_.clockwork.now());
    if (world_.plant == Plant::forget_done) std::erase_if(disk_.records, [](const auto& entry) { return entry.second.done; });
}

void SimNode::connected(ControllerEar& controller, std::uint64_t epoch) {
    controller_ = &controller;
    connected_since_ = world_.clockwork.now();
    disk_.owner_epoch = std::max(disk_.owner_epoch, epoch);
    world_.checker.node_joined(number_, epoch, connected_since_);
    // In order of their numbers, before anything new.
    for (const auto& receipt : disk_.outbox) tell([this, receipt] { controller_->receipt(receipt); });
    later(random_.between(milliseconds{40}, seconds{4}), [this] { attest(); });
    report();
}

void SimNode::tell(std::function<void()> arrive) {
    if (line_.in_session(false, std::move(arrive))) world_.situations.saw(Situation::node_believes_in_dead_session);
}

void SimNode::report() {
    // What was cut by an outage waits on the disk for the time to be known, and its receipt with it: not all is said yet.
    if (!clock_trusted_) return;
    tell([this, last = disk_.last_receipt] { controller_->status(number_, last); });
}

void SimNode::attest() {
    if (!player_ || clock_trusted_ || line_.session() == 0) return;
    // Without the signer there is nobody to attest, and the node asks again.
    if (!controller_->attests_time()) return later(seconds{20}, [this] { attest(); });
    set_clock(some_error(random_));
    clock_trusted_ = true;
    if (player_) handle(dispatch::ClockTrust{true});
    if (!player_) return;
    world_.checker.clock_attested(number_, world_.clockwork.now());
    watch_emergencies_on_disk();
}

void SimNode::set_clock(Duration offset) {
    const auto step = offset - clock_offset_;
    if (is_sounding())
        world_.situations.saw(step > Duration::zero() ? Situation::node_clock_forward : Situation::node_clock_back);
    clock_offset_ = offset;
    handle(dispatch::ClockStepped{step});
}

void SimNode::exchange_clock(Random& random) {
    if (!player_ || !clock_trusted_ || line_.session() == 0 || line_.is_cut()) return;
    if (!controller_->attests_time()) return;
    world_.checker.clock_set(number_, world_.clockwork.now());
    set_clock(some_error(random));
}

}  // namespace village::simulation
