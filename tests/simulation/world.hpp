// One run: a commune, its bad lines, its people and its misfortunes, from one seed. Faults end half an hour before the
// end, so that the last sweep may ask for what must be true once everything is well again.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "tests/simulation/run_options.hpp"
#include "tests/simulation/sim_controller.hpp"

namespace village::simulation {

struct RunResult {
    std::optional<Violation> violation;  ///< The run ends with the first.
    std::uint64_t trace_hash = 0;
    std::uint64_t steps = 0;
    std::uint64_t sounds = 0;
    std::uint64_t finals = 0;
    std::uint64_t broadcasts = 0;
    std::vector<Happening> happened;
    Situations situations;
    std::vector<std::string> trace_tail;
};

RunResult run(const RunOptions& options);

}  // namespace village::simulation
