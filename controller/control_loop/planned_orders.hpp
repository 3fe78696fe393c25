// How an occurrence of a schedule becomes the order of a broadcast: for planning it, and for looking ahead.
#pragma once

#include "controller/control_loop/office.hpp"
#include "scheduler/calendar/compose_programme.hpp"
#include "scheduler/domain/schedule.hpp"

namespace village::control_loop {

/// Until when occurrences are made broadcasts: what a node holds.
inline constexpr std::chrono::hours planning_horizon{7 * 24};

/// The announcement has its sound.
dispatch::BroadcastOrder planned_order(const Office& office, const domain::Schedule& schedule,
                                       const domain::Announcement& announcement, const domain::NodeSet& nodes,
                                       const domain::Occurrence& occurrence);
/// The same of one piece of a programme. It has no id of its own yet, nor what it stands in for.
dispatch::BroadcastOrder piece_order(const Office& office, const domain::Schedule& schedule,
                                     const domain::Announcement& announcement, const domain::NodeSet& nodes,
                                     const domain::Occurrence& occurrence, const calendar::Piece& piece);

/// One that a dry run names although it has no sound, or may not have it.
dispatch::BroadcastOrder without_sound(const domain::Schedule& schedule, const domain::Announcement& announcement,
                                       const domain::NodeSet& nodes, const domain::Occurrence& occurrence);

}  // namespace village::control_loop
