// Estimates the controller's UTC from four-timestamp exchanges (as RFC 5905, section 8): queues only ever add delay, so a sample
// counts the less the longer it waited (decision 0017). Pure; the caller stamps with its own monotonic clock.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>

#include "scheduler/domain/time.hpp"

namespace village::node::playout {

struct ClockSample {
    domain::MonotonicTime sent{};      ///< Node, when the question left.
    domain::UtcTime received{};        ///< Controller, when it arrived.
    domain::UtcTime answered{};        ///< Controller, when the answer left.
    domain::MonotonicTime returned{};  ///< Node, when the answer arrived.

    domain::Duration round_trip() const { return (returned - sent) - (answered - received); }
    /// UTC at the node's monotonic zero, if both ways took equally long.
    domain::UtcTime utc_at_zero() const;
    domain::MonotonicTime middle() const { return sent + (returned - sent) / 2; }
};

/// UTC as a straight line over the node's monotonic clock.
struct UtcLine {
    domain::MonotonicTime at{};
    domain::UtcTime utc{};
    double skew_ppm = 0;             ///< How much faster the controller's clock runs than the node's.
    domain::Duration uncertainty{};  ///< Half the best round trip and the spread of the samples around the line.

    domain::UtcTime utc_at(domain::MonotonicTime when) const;
    domain::MonotonicTime monotonic_at(domain::UtcTime when) const;
};

class ClockEstimate {
public:
    static constexpr std::size_t samples_max = 64;  ///< About 8 minutes of keepalives; the oldest goes.
    static constexpr double skew_max_ppm = 300;

    /// Impossible samples (negative round trip, or more than 5 s) are refused with false.
    bool add(const ClockSample& sample);
    /// Empty until the first sample.
    std::optional<UtcLine> line() const;
    void clear() { samples_.clear(); }
    std::size_t size() const { return samples_.size(); }

private:
    std::deque<ClockSample> samples_;
};

}  // namespace village::node::playout
