// How an announcement that may not be heard any more ends wherever it sounds or is planned.
#pragma once

#include "controller/control_loop/switchboard.hpp"

namespace village::control_loop {

/// Stops what of it may not sound: `may_sound` says which broadcasts may go on. Where none may, also those are named that are over
/// while their grant is known: a clock that was ahead may have called them over too early. `by` is a login, or empty; `reason` is that of
/// the deliveries.
void take_back(const Office& office, Switchboard& switchboard, domain::AnnouncementId announcement, std::string by,
               const char* reason, const std::function<bool(const domain::Broadcast&)>& may_sound = nullptr);
/// Only there, where its schedule, or the day, wants it no more; for what is silent there already it does nothing.
void take_back_there(Office& office, Switchboard& switchboard, domain::BroadcastId broadcast, const domain::NodeSet& where,
                     const std::string& by, const char* reason);

}  // namespace village::control_loop
