// What a run of media mode is made from, and the same as a command line: the one a failure prints is the one that shows it again.
#pragma once

#include "tests/simulation/happenings.hpp"
#include "tests/simulation/media/plants.hpp"

namespace village::simulation::media {

struct RunOptions {
    std::uint64_t seed = 1;
    unsigned minutes = 10;
    std::uint16_t nodes = 10;
    Selection selection;
    Plant plant = Plant::none;
    Show show = Show::nothing;
    bool operator==(const RunOptions&) const = default;

    // What a smaller run may be without, and how short it is tried.
    static constexpr std::array conditions{Kind::lossy_lines, Kind::wrong_clocks};
    static constexpr auto length = &RunOptions::minutes;
    static constexpr std::array shorter_lengths{1U, 2U, 3U, 4U, 6U, 8U, 10U, 15U, 20U, 30U};
};

/// "--mode media --seed 4 --minutes 2 ...": what village-sim takes back.
std::string arguments_of(const RunOptions& options);

}  // namespace village::simulation::media
