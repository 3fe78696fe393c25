// Schedules that name places without a loudspeaker in the coming days: a zone may be emptied under them. The page of the system's health
// names them, whoever asks for no dry run.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "controller/control_loop/office.hpp"
#include "scheduler/calendar/wishes.hpp"

namespace village::control_loop {

class HeardNowhere {
public:
    /// What the schedule wants in the coming days, as it is planned.
    void note(const Office& office, const domain::Schedule& schedule, const domain::Result<std::vector<calendar::Wish>>& wishes);
    std::optional<std::string> trouble() const;

private:
    std::map<domain::ScheduleId, std::string> places_;  ///< By name.
};

}  // namespace village::control_loop
