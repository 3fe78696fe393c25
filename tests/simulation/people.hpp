// The people of a run: the calendar of the commune, and an officer and hamlet heads who press everything there is to
// press, at any time of the day, often at the wrong moment.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "scheduler/calendar/expand.hpp"
#include "tests/simulation/sim_controller.hpp"

namespace village::simulation {

class People {
public:
    People(Surroundings& world, SimController& controller, std::vector<std::unique_ptr<SimNode>>& nodes, Random random,
           domain::UtcTime home_time);

    void begin();
    /// The occurrences of the next two days.
    void plan_days();
    /// After healing, when everybody else is at home: an item for everywhere that nothing forbids. When it is due.
    domain::UtcTime play_for_sure();
    std::vector<domain::ContentHash> emergency_contents() const;

private:
    struct Item {
        domain::Schedule schedule;
        calendar::Expander rule;
        domain::Broadcast pattern;
        bool outside_hours = false;
    };
    void add_schedule(std::uint8_t number, const char* start, const char* rule, domain::Priority priority,
                      domain::WhenInterrupted when);
    void every(domain::Duration least, domain::Duration most, std::function<void()> what);
    domain::NodeSet some_nodes(std::size_t most);
    domain::NodeSet nodes_that_sound(std::size_t most);
    domain::Broadcast draft(domain::BroadcastKind kind, domain::Priority priority);
    void storm_before_quiet_hours();
    void play_now();
    void play_later();
    void speak_live();
    void call_emergency();
    void press_stop();
    void stop_area();

    Surroundings& world_;
    SimController& controller_;
    std::vector<std::unique_ptr<SimNode>>& nodes_;
    Random random_;
    domain::UtcTime home_time_;
    std::vector<Item> items_;
};

}  // namespace village::simulation
