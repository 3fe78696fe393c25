// Programmes: keeps them and what is put into their days, and shows what a day of one will be.
#pragma once

#include <functional>

#include "controller/control_loop/office.hpp"
#include "controller/ports/programme_preview.hpp"

namespace village::control_loop {

class ProgrammeDesk {
public:
    explicit ProgrammeDesk(Office& office) : office_(office) {}

    ports::Awaitable<domain::Result<domain::Programme>> add(domain::Operator caller, domain::Programme programme);
    /// `confirmed`: silent for longer than it was, where it would be so.
    ports::Awaitable<domain::Result<domain::Programme>> save(domain::Operator caller, domain::Programme programme,
                                                             bool confirmed);
    ports::Awaitable<domain::Status> remove(domain::Operator caller, domain::ProgrammeId id, std::uint32_t version);
    ports::Awaitable<domain::Result<domain::ProgrammeDay>> put_in(domain::Operator caller, domain::ProgrammeDay day);
    ports::Awaitable<domain::Result<ports::ProgrammePreview>> preview(domain::ProgrammeId id, date::local_days day) const;

    std::function<void()> on_changed = [] {};  ///< What schedules plan of it may be another thing now.

private:
    /// `invalid_argument` names the schedule.
    ports::Awaitable<domain::Status> check_unwanted(domain::ProgrammeId id) const;
    /// Its schedules were asked about its length: longer, it needs schedules that are asked about anew.
    ports::Awaitable<domain::Status> check_length(domain::Programme now, domain::Programme edited) const;
    ports::Awaitable<domain::Status> check(domain::Operator caller, domain::Programme programme) const;
    ports::Awaitable<domain::Status> check(domain::ProgrammeDay day) const;

    Office& office_;
};

}  // namespace village::control_loop
