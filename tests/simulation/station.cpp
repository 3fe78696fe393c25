#include "tests/simulation/station.hpp"

#include <algorithm>

namespace village::simulation {

using domain::Duration;
using domain::UtcTime;

namespace {

constexpr std::chrono::milliseconds dead_air_sent{4500};

}  // namespace

void Station::be_silent(UtcTime now, Duration time) {
    if (is_heard(now)) silent_since_ = now;
    silent_until_ = std::max(silent_until_, now + time);
}

void Station::gives_nothing(UtcTime now, Duration time) {
    be_silent(now, time);
    nothing_until_ = std::max(nothing_until_, now + time);
}

void Station::gives_dead_air(UtcTime now, Duration time) { be_silent(now, time); }

bool Station::is_sent(UtcTime now) const {
    return is_heard(now) || (now >= nothing_until_ && now < silent_since_ + dead_air_sent);
}

}  // namespace village::simulation
