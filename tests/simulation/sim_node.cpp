#include "tests/simulation/sim_node.hpp"

#include <algorithm>
#include <utility>

namespace village::simulation {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

using domain::Duration;
using domain::Grant;
using domain::GrantId;
using domain::UtcTime;

SimNode::SimNode(Surroundings& world, domain::NodeNumber number, Random random, double loss)
    : world_(world),
      number_(number),
      random_(random),
      line_(world.clockwork, Random{random.next(), number.value}, loss),
      device_(world, number, Random{random.next(), number.value}) {
    device_.on_begun = [this](GrantId grant) {
        disk_.began.insert(grant);
        begun_here_.insert(grant);
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
    const bool has_battery = random_.chance(0.5) || !world_.happenings.has(Kind::wrong_clocks);
    clock_.boot(world_.clockwork.now(), has_battery ? some_error(random_) : some_wrong_time(), has_battery);
    knew_the_time_ = clock_.trusted();
    by_another_clock_.clear();
    begun_here_.clear();
    came_in_session_.clear();
    dispatch::PlayerMemory memory;
    for (const auto& [id, record] : disk_.records) {
        memory.records.push_back(record);
        if (world_.plant == Plant::silencer_lost_at_boot) memory.records.back().preempted_by.reset();
    }
    if (world_.plant != Plant::stop_lost_at_boot)
        for (const auto& [id, stop] : disk_.stops) memory.stops.push_back(stop);
    memory.sequences = disk_.sequences;
    memory.plan_policy_epoch = disk_.plan.first;
    memory.plan_issuer_sequence = disk_.plan.second;
    memory.content.assign(disk_.content.begin(), disk_.content.end());
    dispatch::PlayerOptions options;
    options.node = number_;
    options.hours = hours_kept();
    options.clock_trusted = clock_.trusted();
    options.device_latency = device_latency_max;
    options.plan_max = world_.plant == Plant::plan_without_limit ? 2 * plan_room : plan_room;
    options.done_max = done_room;
    player_ = std::make_unique<dispatch::NodePlayer>(options, memory);
    world_.checker.booted(number_, clock_.trusted(), world_.clockwork.now());
    tell_of_clock();
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
    if (player_ && clock_.trusted()) watch_emergencies_on_disk();
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
    ask_time(random_.between(milliseconds{40}, seconds{4}));
    report();
}

void SimNode::tell(std::function<void()> arrive) {
    if (line_.in_session(false, std::move(arrive))) world_.situations.saw(Situation::node_believes_in_dead_session);
}

void SimNode::report() {
    // What was cut by an outage waits on the disk for the time to be known, and its receipt with it: not all is said yet.
    if (!clock_.trusted()) return;
    tell([this, last = disk_.last_receipt] { controller_->status(number_, last); });
}

std::optional<UtcTime> SimNode::attested_time() {
    const bool is_answered = !line_.is_cut() && line_.session() == line_.controllers_session();
    // Without the signer there is nobody to attest.
    return is_answered ? controller_->attested_time() : std::nullopt;
}

/// One question at a time, and again as long as the clock is not trusted.
void SimNode::ask_time(Duration after) {
    later(after, [this, serial = ++time_serial_] {
        if (serial == time_serial_) ask_time_now();
    });
}

void SimNode::ask_time_now() {
    if (!player_ || line_.session() == 0) return;
    const auto said = attested_time();
    if (said) take_time(*said);
    if (player_ && !(said && clock_.trusted())) ask_time(seconds{10});
}

void SimNode::take_time(UtcTime said) {
    const auto now = world_.clockwork.now();
    const bool was_trusted = clock_.trusted();
    const auto before = clock_.utc(now);
    if (world_.plant == Plant::contradicted_clock_believed) clock_.believe(said - std::chrono::milliseconds{1}, now);
    if (!clock_.attest(said, now)) {
        tell_of_clock();
        return was_trusted ? doubt() : void();
    }
    // Exchanges follow: they correct at once what is too little to be set.
    const bool is_off = std::chrono::abs(clock_.utc(now) - said) > clock_error_max;
    if (!was_trusted || is_off) clock_.drift_to(some_error(random_));
    note_clock_set(clock_.utc(now) - before);
    world_.trace.add(now, "is told the time", number_);
    tell_of_clock();
    if (player_) handle(dispatch::ClockTrust{true});
    watch_answered();
    if (!player_ || was_trusted) return;
    world_.checker.clock_attested(number_, now);
    // What was called while it doubted was heard then.
    if (!std::exchange(knew_the_time_, true)) watch_emergencies_on_disk();
}

void SimNode::doubt() {
    world_.situations.saw(Situation::clock_in_doubt);
    world_.trace.add(world_.clockwork.now(), "doubts its clock", number_);
    watch_calls_in_doubt();
    if (world_.plant != Plant::doubt_ignored) handle(dispatch::ClockTrust{false});
}

/// The judges judge a loudspeaker by what it can know.
void SimNode::tell_of_clock() {
    const auto now = world_.clockwork.now();
    world_.checker.clock_is(number_, clock_.trusted() ? std::optional(clock_.error(now)) : std::nullopt, now);
}

void SimNode::note_clock_set(Duration step) {
    if (step == Duration::zero()) return;
    if (is_sounding())
        world_.situations.saw(step > Duration::zero() ? Situation::node_clock_forward : Situation::node_clock_back);
    handle(dispatch::ClockStepped{step});
}

void SimNode::exchange_clock(Random& random) {
    if (!player_ || !clock_.trusted() || line_.session() == 0 || line_.is_cut()) return;
    if (!controller_->attested_time()) return;
    const auto now = world_.clockwork.now();
    world_.checker.clock_set(number_, now);
    const auto before = clock_.utc(now);
    clock_.drift_to(some_error(random));
    note_clock_set(clock_.utc(now) - before);
    tell_of_clock();
}

void SimNode::notice_step(Random& random) {
    if (player_ && line_.session() != 0) ask_time(random.between(milliseconds{100}, keepalive_most));
}

}  // namespace village::simulation
