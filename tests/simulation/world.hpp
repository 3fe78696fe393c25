// One run: a commune, its bad lines, its people and its misfortunes, from one seed. Faults end half an hour before the
// end, so that the last sweep may ask for what must be true once everything is well again.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "scheduler/calendar/expand.hpp"
#include "tests/simulation/sim_controller.hpp"

namespace village::simulation {

struct RunOptions {
    std::uint64_t seed = 1;
    std::chrono::hours hours{24};
    std::uint16_t nodes = 20;
    Plant plant = Plant::none;
    bool print = false;
};

struct RunResult {
    std::optional<Checker::Violation> violation;
    std::uint64_t trace_hash = 0;
    std::uint64_t steps = 0;
    std::uint64_t sounds = 0;
    std::uint64_t finals = 0;
    std::uint64_t broadcasts = 0;
    std::uint64_t faults = 0;
    Situations situations;
};

RunResult run(const RunOptions& options);

}  // namespace village::simulation
