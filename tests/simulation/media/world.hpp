// One run of media mode: a village of loudspeakers, the station, bad lines, people and somebody on the line, for some minutes of virtual
// time, all from one seed.
#pragma once

#include <string>
#include <vector>

#include "tests/simulation/media/facts.hpp"
#include "tests/simulation/media/run_options.hpp"

namespace village::simulation::media {

struct RunResult {
    std::optional<Violation> violation;
    std::uint64_t trace_hash = 0;
    std::uint64_t packets = 0;  ///< That arrived at loudspeakers.
    std::vector<Happening> happened;
    Situations situations;
    Figures figures;
    std::vector<std::string> trace_tail;
};

/// Ends at the first violation. Throws when a loudspeaker's folder cannot be made.
RunResult run(const RunOptions& options);

}  // namespace village::simulation::media
