// What repeated rounds say: the middle one where a typical cost is promised, a high quantile where the promise is one. Never the
// least: nobody gets that.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

namespace village::benchmarks {

/// `share` of the samples are at most this; there is at least one sample.
inline double quantile(std::vector<double> samples, double share) {
    const auto place = std::min(samples.size() - 1, static_cast<std::size_t>(static_cast<double>(samples.size()) * share));
    const auto found = samples.begin() + static_cast<std::ptrdiff_t>(place);
    std::ranges::nth_element(samples, found);
    return *found;
}

inline double median(std::vector<double> samples) { return quantile(std::move(samples), 0.5); }

/// Ours beside the peer's, each pair measured one right after the other: whatever slows the machine meets both.
inline double median_ratio(const std::vector<double>& ours, const std::vector<double>& peer) {
    std::vector<double> ratios;
    for (std::size_t round = 0; round < std::min(ours.size(), peer.size()); ++round) ratios.push_back(ours[round] / peer[round]);
    return median(std::move(ratios));
}

}  // namespace village::benchmarks
