// S17 for what a controller has open, and for what lies in a loudspeaker: never more than the limits say; the calendar is turned away
// before a person is, the lowest priority before a higher one, and an emergency never. (The limits of a run are a tenth of the real ones
// and less, so that they are met.)
#pragma once

#include "tests/simulation/facts.hpp"

namespace village::simulation {

/// Open broadcasts, emergencies among them, from which on the calendar and people are turned away.
inline constexpr std::size_t calendar_room = 400;
inline constexpr std::size_t peoples_room = 420;
/// Grants in a loudspeaker, and how many that are done it remembers: four times as many, as in the real one, so that none is forgotten that
/// a plan still names.
inline constexpr std::size_t plan_room = 64;
inline constexpr std::size_t done_room = 4 * plan_room;

class QueueJudge {
public:
    explicit QueueJudge(Facts& facts) : facts_(facts) {}

    /// So many are open before and after the calendar was planned.
    void planned(std::size_t before, std::size_t after, domain::UtcTime now);
    /// The same, when somebody asked for one.
    void asked_for(domain::BroadcastKind kind, bool is_taken, std::size_t before, domain::UtcTime now);

    /// What lies in a loudspeaker that was just granted something.
    struct Load {
        std::size_t grants = 0;
        std::size_t done = 0;
        std::optional<domain::Priority> least;  ///< Of what has not begun: the lowest.
    };
    void holds(domain::NodeNumber node, const Load& load, domain::UtcTime now);
    /// Its plan is full: it refuses this one, or lets go of it.
    void turned_away(domain::NodeNumber node, const domain::Grant& grant, const Load& load, domain::UtcTime now);

private:
    Facts& facts_;
};

}  // namespace village::simulation
