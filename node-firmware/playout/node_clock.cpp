#include "node-firmware/playout/node_clock.hpp"

#include <algorithm>
#include <cmath>

namespace village::node::playout {
using domain::Duration;
using domain::MonotonicTime;
using domain::UtcTime;

namespace {
/// For longer than a plan lasts nobody goes by a battery clock.
constexpr std::chrono::hours off_max{7 * 24};

bool battery_goes_on(const TimeAtStart& start) {
    if (!start.battery || !start.battery_agreed || !start.attested_before) return false;
    const auto floor = start.running_at.value_or(*start.attested_before);
    return *start.battery + NodeClock::battery_tolerance >= floor && *start.battery <= floor + off_max;
}

UtcTime first_guess(const TimeAtStart& start) {
    if (start.carried_on) return *start.carried_on;
    // A battery clock counts whole seconds; the system's, where it was set from it, is finer.
    const bool near_battery = start.battery && std::chrono::abs(start.machine - *start.battery) <= NodeClock::battery_tolerance;
    const auto guess = start.battery && !near_battery ? *start.battery : start.machine;
    return std::max({guess, start.attested_before.value_or(guess), start.running_at.value_or(guess)});
}
}  // namespace

NodeClock::NodeClock(MonotonicTime now, const TimeAtStart& start)
    : at_(now),
      utc_(first_guess(start)),
      hour_began_(now),
      last_attested_(start.attested_before),
      knows_(start.carried_on || battery_goes_on(start)) {}

bool NodeClock::attest(UtcTime attested, MonotonicTime asked, MonotonicTime now) {
    const auto round_trip = now - asked;
    const auto believed = attested + round_trip / 2;
    const auto error = believed - utc(now);
    if (contradicts(attested, error) && !is_borne_out(believed, now)) return false;
    // Within what the answer's own delay can explain, the finer estimate of the exchanges stands.
    if (!knows_ || std::chrono::abs(error) > std::max<Duration>(round_trip, std::chrono::milliseconds{100})) {
        at_ = now;
        utc_ = believed;
        correction_ = Duration{0};
        uncertainty_ = round_trip / 2;
        exchanges_ = 0;
    }
    last_attested_ = attested;
    knows_ = true;
    doubt_.reset();
    hour_began_ = now;
    moved_this_hour_ = Duration{0};
    return true;
}

bool NodeClock::contradicts(UtcTime attested, Duration error) const {
    if (last_attested_ && attested <= *last_attested_) return true;
    return knows_ && std::chrono::abs(error) > believable_step;
}

bool NodeClock::is_borne_out(UtcTime believed, MonotonicTime now) {
    const bool agrees = doubt_ && std::chrono::abs((believed - doubt_->said) - (now - doubt_->since)) <= agreement;
    if (!agrees) doubt_ = Doubt{now, believed};
    return now - doubt_->since >= borne_out_after;
}

bool NodeClock::discipline(const UtcLine& estimate, MonotonicTime now) {
    settle(now);
    const auto error = estimate.utc_at(now) - utc_;
    // Right after an attestation its rough half of a round trip is replaced at once, and again while the burst finds better samples.
    if (trusted() && exchanges_ < exchanges_at_once && std::chrono::abs(error) <= slew_per_hour) {
        utc_ += error;
        correction_ = Duration{0};
        ++exchanges_;
        uncertainty_ = estimate.uncertainty;
        return true;
    }
    if (!allowance_left(error, now)) return false;
    correction_ = error;
    uncertainty_ = estimate.uncertainty;
    return true;
}

bool NodeClock::allowance_left(Duration correction, MonotonicTime now) {
    if (now - hour_began_ >= std::chrono::hours{1}) {
        hour_began_ = now;
        moved_this_hour_ = Duration{0};
    }
    return moved_this_hour_ + std::chrono::abs(correction) <= slew_per_hour;
}

Duration NodeClock::slewed(MonotonicTime now) const {
    const auto limit = Duration{std::llround(static_cast<double>((now - at_).count()) * slew_ppm * 1e-6)};
    return std::clamp(correction_, -limit, limit);
}

void NodeClock::settle(MonotonicTime now) {
    const auto moved = slewed(now);
    utc_ += (now - at_) + moved;
    at_ = now;
    correction_ -= moved;
    moved_this_hour_ += std::chrono::abs(moved);
}

UtcTime NodeClock::utc(MonotonicTime now) const { return utc_ + (now - at_) + slewed(now); }

Duration NodeClock::correction_pending(MonotonicTime now) const { return correction_ - slewed(now); }

MonotonicTime NodeClock::monotonic_at(UtcTime when, MonotonicTime now) const { return now + (when - utc(now)); }

}  // namespace village::node::playout
