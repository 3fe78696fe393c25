// All chance of a run comes from one seed: splitmix64 (Steele, Lea, Flood 2014), one stream per purpose, so that more of one
// kind of fault does not change the others.
#pragma once

#include <cstdint>

#include "scheduler/domain/time.hpp"

namespace village::simulation {

class Random {
public:
    Random(std::uint64_t seed, std::uint64_t stream) : state_(seed * 0x9e3779b97f4a7c15 + stream * 0xd1342543de82ef95 + 1) {}

    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15;
        auto z = state_;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    std::uint64_t below(std::uint64_t bound) { return bound == 0 ? 0 : next() % bound; }
    double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    bool chance(double probability) { return unit() < probability; }
    domain::Duration between(domain::Duration low, domain::Duration high) {
        return low + domain::Duration{static_cast<std::int64_t>(below(static_cast<std::uint64_t>((high - low).count()) + 1))};
    }

private:
    std::uint64_t state_;
};

}  // namespace village::simulation
