// How a micro-benchmark tells run.py what was promised: the label is the unit, counters hold the bound and, when it is not the
// time of one iteration, what was measured.
#pragma once

#include <benchmark/benchmark.h>

#include <string>

namespace village::benchmarks {

enum class Bound { at_most, at_least };

inline void hold(benchmark::State& state, Bound bound, double target, const std::string& unit) {
    state.counters[bound == Bound::at_most ? "at_most" : "at_least"] = target;
    state.SetLabel(unit);
}

/// The mean CPU time of one iteration, in the benchmark's unit.
inline void promise_time_at_most(benchmark::State& state, double target, const std::string& unit) {
    hold(state, Bound::at_most, target, unit);
}

inline void promise(benchmark::State& state, double ours, Bound bound, double target, const std::string& unit) {
    state.counters["ours"] = ours;
    hold(state, bound, target, unit);
}

/// The same of somebody else's work, for comparison.
inline void beside(benchmark::State& state, double peer, const std::string& peer_name, const std::string& unit) {
    state.counters["peer"] = peer;
    state.SetLabel(unit + " | " + peer_name);
}

/// The promise is about ours divided by the peer's.
inline void promise_ratio(benchmark::State& state, double ours, double peer, const std::string& peer_name, Bound bound,
                          double target, const std::string& unit) {
    state.counters["ours"] = ours;
    state.counters["peer"] = peer;
    state.counters[bound == Bound::at_most ? "ratio_at_most" : "ratio_at_least"] = target;
    state.SetLabel(unit + " | " + peer_name);
}

}  // namespace village::benchmarks
