// One run of media mode: a village of loudspeakers, the station, bad lines, people and somebody on the line, for some minutes of virtual
// time, all from one seed.
#pragma once

#include <string>

#include "tests/simulation/media/facts.hpp"
#include "tests/simulation/media/plants.hpp"
#include "tests/simulation/trace.hpp"

namespace village::simulation::media {

struct RunOptions {
    std::uint64_t seed = 1;
    unsigned minutes = 10;
    std::uint16_t nodes = 10;
    Plant plant = Plant::none;
    Show show = Show::nothing;
};

/// Neighbouring seeds give neighbouring places in one sequence of `Random`; this far apart they never meet.
constexpr std::uint64_t spread(std::uint64_t seed) { return seed * 0xd6e8feb86659fd93; }

struct RunResult {
    std::optional<Violation> violation;
    std::uint64_t trace_hash = 0;
    std::uint64_t packets = 0;  ///< That arrived at loudspeakers.
    Situations situations;
    Figures figures;
};

/// Ends at the first violation. Throws when a loudspeaker's folder cannot be made.
RunResult run(const RunOptions& options);

}  // namespace village::simulation::media
