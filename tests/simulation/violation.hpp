// What a judge says of a run that broke a promise: the first one only, since what comes after may follow from it.
#pragma once

#include <string>

#include "scheduler/domain/time.hpp"

namespace village::simulation {

struct Violation {
    std::string invariant;
    std::string words;
    domain::UtcTime at{};
};

}  // namespace village::simulation
