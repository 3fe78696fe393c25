// What a run is made from, and the same as a command line: the one a failure prints is the one that shows it again.
#pragma once

#include <string>

#include "tests/simulation/happenings.hpp"
#include "tests/simulation/plants.hpp"
#include "tests/simulation/trace.hpp"

namespace CLI {
class App;
}

namespace village::simulation {

/// Which disk the controller has: the model in memory, the real storage, or one of them by the seed.
enum class StorageKind : std::uint8_t { drawn, memory, sqlite };

struct RunOptions {
    std::uint64_t seed = 1;
    unsigned hours = 24;
    std::uint16_t nodes = 20;
    Selection selection;
    Plant plant = Plant::none;
    StorageKind storage = StorageKind::drawn;
    Show show = Show::nothing;
    bool operator==(const RunOptions&) const = default;

    // What a smaller run may be without, and how short it is tried.
    static constexpr std::array conditions{Kind::lossy_lines, Kind::power_cut_while_writing, Kind::wrong_clocks,
                                           Kind::slow_signer};
    static constexpr auto length = &RunOptions::hours;
    static constexpr std::array shorter_lengths{3U, 4U, 6U, 9U, 14U, 24U, 48U, 168U};
};

/// --seed, --hours, --nodes, --storage, --without and --only.
void add_run_options(CLI::App& app, RunOptions& options);
/// "--seed 413 --hours 4 ...": what `add_run_options` and --plant take back.
std::string arguments_of(const RunOptions& options);
/// " --without ... --only ...", of either mode.
std::string arguments_of(const Selection& selection);

}  // namespace village::simulation
