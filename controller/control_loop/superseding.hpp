// An occurrence of a schedule that is planned and would be planned otherwise now: whether another broadcast takes its place.
#pragma once

#include "controller/control_loop/office.hpp"
#include "scheduler/domain/schedule.hpp"

namespace village::control_loop {

/// Agreed to, within its hours, and approved.
bool may_sound(const Office& office, const domain::Schedule& schedule, const domain::Announcement& announcement,
               const domain::Occurrence& occurrence, const dispatch::BroadcastOrder& order);

/// Its sound became another one, or it is to be heard again where its day had silenced it: another broadcast takes its place as soon as
/// that one may sound. Until then it stays as it was approved.
bool is_superseded(const Office& office, const domain::Schedule& schedule, const domain::Announcement& announcement,
                   const domain::Occurrence& occurrence);

}  // namespace village::control_loop
