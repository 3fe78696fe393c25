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
};

/// --seed, --hours, --nodes, --storage, --without and --only.
void add_run_options(CLI::App& app, RunOptions& options);
/// "--seed 413 --hours 4 ...": what `add_run_options` and --plant take back.
std::string arguments_of(const RunOptions& options);

}  // namespace village::simulation
