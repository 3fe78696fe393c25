// What has to hold whatever bytes came in; ends the program, so that a fuzzer and the replay both see it.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <source_location>

namespace village::fuzz {

inline void must(bool holds, std::source_location place = std::source_location::current()) {
    if (holds) return;
    std::fprintf(stderr, "%s:%u does not hold\n", place.file_name(), static_cast<unsigned>(place.line()));
    std::abort();
}

}  // namespace village::fuzz
