// How often each situation that the judgements speak of was met.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace village::simulation {

template <class Situation, std::size_t situations>
class SituationCounts {
public:
    static constexpr std::size_t count = situations;

    void saw(Situation what) { ++counts_[static_cast<std::size_t>(what)]; }
    std::uint64_t of(std::size_t index) const { return counts_[index]; }
    void add(const SituationCounts& other) {
        for (std::size_t i = 0; i < count; ++i) counts_[i] += other.counts_[i];
    }

private:
    std::array<std::uint64_t, count> counts_{};
};

}  // namespace village::simulation
