// How the simulated controller makes the days of a programme: with the code of the real one, from announcements that are there at once.
#pragma once

#include <map>
#include <vector>

#include "scheduler/calendar/compose_programme.hpp"
#include "scheduler/calendar/expand.hpp"
#include "scheduler/planning/planned_days.hpp"
#include "tests/simulation/controller_store.hpp"
#include "tests/simulation/surroundings.hpp"

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

std::vector<planning::ProgrammeDay> days_of(const WantedProgramme& wanted, const planning::Known& known, ControllerStore& store,
                                            Surroundings& world);

}  // namespace village::simulation
