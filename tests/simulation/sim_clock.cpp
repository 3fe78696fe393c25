#include "tests/simulation/sim_clock.hpp"

namespace village::simulation {

using domain::Duration;
using domain::UtcTime;
using node::playout::NodeClock;

void SimClock::boot(UtcTime truth, Duration machine_error, bool has_battery) {
    drift_ = {};
    small_error_ = has_battery ? machine_error : Duration::zero();
    battery_error_ = has_battery ? std::optional(machine_error) : std::nullopt;
    node::playout::TimeAtStart start;
    start.machine = truth + machine_error;
    if (has_battery) start.battery = start.machine;
    start.battery_agreed = battery_agreed_;
    // Before its first day here it was tried in the workshop.
    start.attested_before = attested_.value_or(truth - std::chrono::hours{1});
    clock_.emplace(counter(truth), start);
}

void SimClock::believe(UtcTime said, UtcTime truth) {
    clock_.emplace(counter(truth), node::playout::TimeAtStart{.carried_on = said});
    small_error_ = {};
}

bool SimClock::attest(UtcTime said, UtcTime truth) {
    if (!clock_->attest(said, counter(truth), counter(truth))) return false;
    small_error_ = utc(truth) - said;
    attested_ = said;
    battery_agreed_ = battery_error_ && std::chrono::abs(truth + *battery_error_ - said) <= NodeClock::battery_tolerance;
    return true;
}

void SimClock::drift_to(Duration error) {
    drift_ += error - small_error_;
    small_error_ = error;
}

}  // namespace village::simulation
