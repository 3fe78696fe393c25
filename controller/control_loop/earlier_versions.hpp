// What is heard as it was approved, though its announcement is another one by now.
#pragma once

#include <vector>

#include "controller/control_loop/office.hpp"
#include "scheduler/domain/forecast.hpp"

namespace village::control_loop {

/// The same, and noted of each that will be heard whether it is an earlier version of its announcement: what that became since waits
/// for an approval, or is not planned yet.
ports::Awaitable<domain::Result<std::vector<domain::Foreseen>>> with_earlier_versions(const Office& office,
                                                                                      std::vector<domain::Foreseen> sounds);

}  // namespace village::control_loop
