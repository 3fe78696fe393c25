// How an occurrence of a schedule becomes the order of a broadcast: for planning it, and for looking ahead.
#pragma once

#include "controller/control_loop/office.hpp"
#include "scheduler/domain/schedule.hpp"

namespace village::control_loop {

/// Until when occurrences are made broadcasts: what a node holds.
inline constexpr std::chrono::hours planning_horizon{7 * 24};

/// The announcement has its sound.
dispatch::BroadcastOrder planned_order(const Office& office, const domain::Schedule& schedule,
                                       const domain::Announcement& announcement, const domain::NodeSet& nodes,
                                       const domain::Occurrence& occurrence);

}  // namespace village::control_loop
