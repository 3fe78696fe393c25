// What is planned beside something that is being saved: for what that would meet, and for how many sessions a day would have.
#pragma once

#include "controller/control_loop/looking_ahead.hpp"

namespace village::control_loop {

/// From the first moment of what is saved on.
inline constexpr std::chrono::hours looked_ahead{366 * 24};

/// As conflicts see it: without what nobody signs, or has been stopped at all of these loudspeakers. Where the first of them sounds by a
/// surge period, that is its reason.
dispatch::PlannedSeries to_be_heard(const Office& office, const domain::Announcement& announcement,
                                    dispatch::PlannedSeries series, const domain::NodeSet& there);
/// Adds what a schedule's wishes come to.
ports::Awaitable<domain::Status> add_series(const Office& office, std::vector<calendar::Wish> wishes, domain::NodeSet there,
                                            std::vector<dispatch::PlannedSeries>& all);
/// By every other schedule, and by hand.
ports::Awaitable<domain::Result<std::vector<dispatch::PlannedSeries>>> planned_beside(const Office& office,
                                                                                      domain::ScheduleId saved, Asked asked);

}  // namespace village::control_loop
