#include "tests/simulation/media/run_options.hpp"

#include <fmt/format.h>

#include "tests/simulation/run_options.hpp"

namespace village::simulation::media {

std::string arguments_of(const RunOptions& options) {
    auto text = fmt::format("--mode media --seed {} --minutes {} --nodes {}", options.seed, options.minutes, options.nodes);
    for (const auto& known : plants)
        if (known.plant == options.plant) text += fmt::format(" --plant {}", known.name);
    return text + simulation::arguments_of(options.selection);
}

}  // namespace village::simulation::media
