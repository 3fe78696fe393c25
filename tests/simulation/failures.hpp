// What is printed of a run that failed, of either mode, and of what is left of it: the command line that shows it again.
#pragma once

#include <fmt/format.h>

#include "tests/simulation/commit.hpp"
#include "tests/simulation/shrink.hpp"
#include "tests/simulation/violation.hpp"

namespace village::simulation {

/// Of one failure; the others of the same call mostly have the same cause.
inline constexpr std::chrono::seconds shrinking_time{60};

template <class Options>
void print_violation(const Options& options, const Violation& violation) {
    fmt::print("VIOLATION {} at {}: {}\n", violation.invariant, domain::utc_text(violation.at), violation.words);
    fmt::print("  seed {}, commit {}; again: village-sim --seeds 1 {} --trace\n", options.seed, commit(), arguments_of(options));
}

template <class Options, class Result>
void print_shrunk(const Options& options, const Result& result) {
    const auto small = shrink(options, result, shrinking_time);
    fmt::print("SHRUNK in {} runs; the end of what happened:\n", small.runs);
    for (const auto& line : small.result.trace_tail) fmt::print("  {}\n", line);
    print_violation(small.options, *small.result.violation);
}

}  // namespace village::simulation
