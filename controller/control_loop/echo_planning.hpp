// A commune's loudspeakers in groups that do not echo, as the API shows it before anything is kept. Pure; for the worker.
#pragma once

#include "controller/ports/echo_groups.hpp"

namespace village::control_loop {

domain::Result<ports::EchoProposal> plan_echo_groups(const domain::Commune& commune, std::uint32_t distance_m);

}  // namespace village::control_loop
