// What a schedule, an edit of one, or a single broadcast would meet, before it is saved.
#pragma once

#include "controller/control_loop/office.hpp"
#include "scheduler/domain/forecast.hpp"

namespace village::control_loop {

/// Of what the edit with this edition touches (0: a new schedule), in the year from the first such occurrence on.
ports::Awaitable<domain::Result<domain::Conflicts>> conflicts_of(const Office& office, domain::Schedule draft,
                                                                 std::uint32_t edition);

/// The refusal that names what is met and how to go on.
domain::Error refusal_of(const domain::Conflicts& conflicts);

}  // namespace village::control_loop
