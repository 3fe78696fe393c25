// How many sessions (buổi phát) a day has at one loudspeaker: the commune lays down how many there may be.
#pragma once

#include <vector>

#include "scheduler/domain/hours.hpp"
#include "scheduler/domain/time.hpp"

namespace village::policy {

struct Sounding {
    domain::UtcTime from{};
    domain::Duration lasts{};
};

/// What begins in the same window of the allowed hours is one session; outside of them, what follows within 15 min of the end of
/// the one before. `soundings` are those of one loudspeaker on one day.
std::size_t count_sessions(const domain::HoursPolicy& hours, std::vector<Sounding> soundings);

}  // namespace village::policy
