// What is known of the broadcasts of a commune at one moment, when its coming days are planned.
#pragma once

#include <optional>
#include <vector>

#include "scheduler/delivery/tracker.hpp"
#include "scheduler/dispatch/dispatcher.hpp"

namespace village::planning {

/// Of this moment: the next event of either may change it.
struct Known {
    const dispatch::Dispatcher& dispatcher;
    const delivery::Tracker& tracker;
    domain::UtcTime now{};

    /// On the calendar, and not over.
    bool is_planned(domain::BroadcastId id) const;
    /// The pieces of this occurrence, over or not. The pointers live until the dispatcher's next event.
    std::vector<const domain::Broadcast*> pieces_of(std::optional<domain::OccurrenceId> occurrence) const;
    /// Those that are not over.
    std::vector<const domain::Broadcast*> open_pieces_of(std::optional<domain::OccurrenceId> occurrence) const;
};

}  // namespace village::planning
