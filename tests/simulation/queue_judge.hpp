// S17 for what a controller has open: never more than its limits say, the calendar is turned away before a person is, and an emergency
// never. (The limits of a run are a tenth of the real ones, so that they are met.)
#pragma once

#include "tests/simulation/facts.hpp"

namespace village::simulation {

/// Open broadcasts, emergencies among them, from which on the calendar and people are turned away.
inline constexpr std::size_t calendar_room = 400;
inline constexpr std::size_t peoples_room = 420;

class QueueJudge {
public:
    explicit QueueJudge(Facts& facts) : facts_(facts) {}

    /// So many are open before and after the calendar was planned.
    void planned(std::size_t before, std::size_t after, domain::UtcTime now);
    /// The same, when somebody asked for one.
    void asked_for(domain::BroadcastKind kind, bool is_taken, std::size_t before, domain::UtcTime now);

private:
    Facts& facts_;
};

}  // namespace village::simulation
