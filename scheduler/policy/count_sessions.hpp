// The sessions (buổi phát) of a day at one loudspeaker: the commune lays down how many there may be, and how long one may last.
#pragma once

#include <vector>

#include "scheduler/domain/hours.hpp"
#include "scheduler/domain/time.hpp"

namespace village::policy {

struct Sounding {
    domain::UtcTime from{};
    domain::Duration lasts{};
    bool is_asked_for = false;  ///< What a person is saving just now, and not what is planned beside it.
};
using Session = std::vector<Sounding>;

/// What begins in the same window of the allowed hours is one session; outside of them, what follows within 15 min of the end of
/// the one before. `soundings` are those of one loudspeaker on one day.
std::vector<Session> sessions_of(const domain::HoursPolicy& hours, std::vector<Sounding> soundings);
/// For how long something sounds in it: silence between two does not count, nor what sounds at the same time twice.
domain::Duration sounding_time(const Session& session);

}  // namespace village::policy
