// When the calendar wants a programme, and where it is heard then.
#pragma once

#include "controller/control_loop/office.hpp"
#include "scheduler/domain/schedule.hpp"

namespace village::control_loop {

struct ProgrammeTime {
    domain::Schedule schedule;  ///< As it wants this time.
    domain::NodeSet nodes;      ///< Without those where all of it falls away on a special day.
    domain::Occurrence occurrence;
    domain::UtcTime begins() const { return occurrence.planned; }
};
/// `nodes`: what the schedule's targets resolve to. Empty: nobody hears it.
std::optional<ProgrammeTime> time_of(const Office& office, const domain::Schedule& schedule, const domain::NodeSet& nodes,
                                     const domain::Occurrence& occurrence);

/// The schedules that want it, or will.
ports::Awaitable<domain::Result<std::vector<domain::Schedule>>> schedules_of(const Office& office, domain::ProgrammeId programme);
/// Every time in [from, to) at which somebody hears it, ascending.
ports::Awaitable<domain::Result<std::vector<ProgrammeTime>>> times_of(const Office& office, domain::ProgrammeId programme,
                                                                      domain::UtcTime from, domain::UtcTime to);
ports::Awaitable<domain::Result<std::vector<ProgrammeTime>>> times_on(const Office& office, domain::ProgrammeId programme,
                                                                      date::local_days day);

}  // namespace village::control_loop
