// What is heard in some days, by programmes or at all, and what is held back in them: for who is to approve it.
#pragma once

#include <map>
#include <vector>

#include "controller/control_loop/office.hpp"
#include "controller/ports/commands.hpp"

namespace village::control_loop {

struct Heard {
    std::vector<date::local_days> days;
    bool is_held_back = false;  ///< Not heard on one of them, because it is not approved.
};
using HeardInDays = std::map<domain::AnnouncementId, Heard>;

/// Every time that the programme is wanted in these days, with what only stands in for something else.
ports::Awaitable<domain::Result<HeardInDays>> heard_in(const Office& office, ports::DaysOfProgramme days);
ports::Awaitable<domain::Result<HeardInDays>> heard_in(const Office& office, ports::DryRun foreseen);

}  // namespace village::control_loop
