// Many runs of media mode, on all cores: the table of what held, and the hunt for planted bugs.
#pragma once

#include "benchmarks/rows.hpp"
#include "tests/simulation/media/world.hpp"

namespace village::simulation::media {

/// Of the gate (goals.md).
inline constexpr std::uint64_t gate_seeds = 20;
inline constexpr std::uint16_t gate_nodes = 10;

struct Settings {
    RunOptions run;
    std::uint64_t seeds = gate_seeds;
    std::string plant = "none";
    bool twice = false;
    bool shrink = false;  ///< What shows a planted bug, too.
    bool no_shrink = false;
};

/// Prints violations with the command line that shows each again, the first of them made small. A plant that nobody knows gives no rows.
std::vector<benchmarks::Row> simulate(const Settings& settings);
std::string help_of_plants();

}  // namespace village::simulation::media
