// What sounds on the days that saving a schedule touches, beside what is saved: heard already, planned, or only on the calendar.
#pragma once

#include <map>

#include "controller/control_loop/touched_wishes.hpp"
#include "scheduler/policy/count_sessions.hpp"

namespace village::control_loop {

struct PlannedSound {
    policy::Sounding sounding;
    domain::NodeSet nodes;
};
struct TouchedDay {
    std::vector<HoursThere> places;  ///< By hamlet, with what surge periods add for what is being saved.
    std::vector<PlannedSound> sounds;
};
/// By `policy::local_day`.
using TouchedDays = std::map<std::int64_t, TouchedDay>;

ports::Awaitable<domain::Result<TouchedDays>> touched_days(const Office& office, const domain::Schedule& schedule,
                                                           const std::vector<TouchedWish>& touched);

}  // namespace village::control_loop
