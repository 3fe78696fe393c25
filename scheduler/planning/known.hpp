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
    /// The broadcast that stands for an occurrence, ordered or not: what was taken back before it began is another one when it is wanted
    /// again.
    domain::BroadcastId broadcast_of(const domain::Occurrence& occurrence) const;
    /// The one that would stand for it if that one was taken back as well.
    domain::BroadcastId broadcast_after(const domain::Occurrence& occurrence) const;
    /// Where a person stopped it, whichever of them stood for it then.
    domain::NodeSet stopped_at(const domain::Occurrence& occurrence) const;
    /// The pieces of this occurrence, over or not. The pointers live until the dispatcher's next event.
    std::vector<const domain::Broadcast*> pieces_of(std::optional<domain::OccurrenceId> occurrence) const;
    /// Those that are not over.
    std::vector<const domain::Broadcast*> open_pieces_of(std::optional<domain::OccurrenceId> occurrence) const;
};

}  // namespace village::planning
