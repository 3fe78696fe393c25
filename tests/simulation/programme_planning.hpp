// How the simulated controller makes the days of a programme: as control_loop's programme_orders and programme_planning do, from the
// real `compose_programme`, and with the same care for what was heard, stopped or withdrawn.
#pragma once

#include <map>
#include <vector>

#include "scheduler/calendar/compose_programme.hpp"
#include "scheduler/calendar/expand.hpp"
#include "scheduler/dispatch/dispatcher.hpp"
#include "tests/simulation/controller_store.hpp"

namespace village::simulation {

/// What is known of one programme and its schedule at one moment.
struct WantedProgramme {
    domain::Schedule schedule;
    calendar::Expander rule;
    domain::Programme programme;
    calendar::DayFacts facts;
    std::map<domain::AnnouncementId, domain::ContentHash> sounds;
    domain::NodeSet targets;
    bool outside_hours = false;
};

/// One occurrence, made anew; no pieces: it has begun, and stays as it is.
struct MadeDay {
    domain::Occurrence occurrence;
    struct Made {
        dispatch::BroadcastOrder order;
        domain::NodeSet stopped;  ///< Where somebody stopped it before it was put where it is now.
    };
    std::optional<std::vector<Made>> pieces;
};

/// What becomes of them, to be handled in this order.
struct PlannedDays {
    dispatch::ScheduleChanged changed;
    dispatch::OccurrencesPlanned planned;
    std::vector<dispatch::StopRequested> stops;
};

class ProgrammePlanning {
public:
    ProgrammePlanning(const dispatch::Dispatcher& dispatcher, ControllerStore& store, bool forgets_stops)
        : dispatcher_(dispatcher), store_(store), forgets_stops_(forgets_stops) {}

    /// This takes a moment, in which other things happen ...
    std::vector<MadeDay> make(const WantedProgramme& wanted, domain::UtcTime now) const;
    /// ... and this does not.
    PlannedDays plan(std::vector<MadeDay> days, domain::ScheduleId schedule, domain::UtcTime now) const;

private:
    std::vector<MadeDay::Made> pieces_of(const WantedProgramme& wanted, const domain::Occurrence& occurrence,
                                         domain::UtcTime now) const;
    domain::UtcTime last_planned(domain::ScheduleId schedule, domain::UtcTime now) const;
    bool is_planned(domain::BroadcastId id) const;

    const dispatch::Dispatcher& dispatcher_;
    ControllerStore& store_;
    bool forgets_stops_;  ///< Plant `stopped_piece_comes_back`.
};

}  // namespace village::simulation
