// All chance of a run comes from one seed: splitmix64 (Steele, Lea, Flood 2014), one stream per purpose, so that more of one
// kind of fault does not change the others.
#pragma once

#include <cstdint>

#include "scheduler/domain/time.hpp"

namespace village::simulation {

class Random {
public:
    Random(std::uint64_t seed, std::uint64_t stream) : state_(mixed(mixed(seed) + stream)) {}

    std::uint64_t next() { return mixed(state_ += increment); }
    std::uint64_t below(std::uint64_t bound) { return bound == 0 ? 0 : next() % bound; }
    double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    bool chance(double probability) { return unit() < probability; }
    domain::Duration between(domain::Duration low, domain::Duration high) {
        return low + domain::Duration{static_cast<std::int64_t>(below(static_cast<std::uint64_t>((high - low).count()) + 1))};
    }

private:
    static constexpr std::uint64_t increment = 0x9e3779b97f4a7c15;

    // Seeds are mixed, too: by an increment apart they would be the same sequence, one step on.
    static constexpr std::uint64_t mixed(std::uint64_t z) {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    std::uint64_t state_;
};

}  // namespace village::simulation
