// Who owns the commune: one life of one controller.
#pragma once

#include <cstdint>

namespace village::simulation {

struct Owner {
    std::uint64_t epoch = 0;
    std::uint64_t life = 0;  ///< Different for each that was ever started.
    bool operator==(const Owner&) const = default;
};

}  // namespace village::simulation
