// A failing run made small: fewer hours, fewer loudspeakers, kinds of happenings left out, then single ones, as long as the same
// invariant is violated. What is left is mostly what the failure needs.
#pragma once

#include <chrono>

#include "tests/simulation/world.hpp"

namespace village::simulation {

struct Shrunk {
    RunOptions options;
    RunResult result;
    std::size_t runs = 0;
};

/// `failing` has shown `shown`. At least one further run is made; the last one shows the tail of its trace.
Shrunk shrink(RunOptions failing, const RunResult& shown, std::chrono::milliseconds time_limit);

}  // namespace village::simulation
