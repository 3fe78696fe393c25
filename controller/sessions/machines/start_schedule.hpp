// When an urgent datagram is sent again: at 0, 30, 90 ms, then every 250 ms up to 10 s, to the nodes that have not answered.
// Pure; time is an argument.
#pragma once

#include <cstddef>
#include <optional>

#include "scheduler/domain/node_set.hpp"
#include "scheduler/domain/time.hpp"

namespace village::sessions::machines {

class StartSchedule {
public:
    StartSchedule(domain::NodeSet nodes, domain::MonotonicTime decided);

    /// Whether a round is due; then it counts as sent and the next one is planned. A late caller gets one round, not many.
    bool take_due(domain::MonotonicTime now);
    /// When to ask again; nothing when everybody answered or the 10 s are over.
    std::optional<domain::MonotonicTime> next() const;
    void answered(domain::NodeNumber node) { waiting_.erase(node); }
    const domain::NodeSet& waiting() const { return waiting_; }

private:
    domain::MonotonicTime moment(std::size_t round) const;

    domain::NodeSet waiting_;
    domain::MonotonicTime decided_;
    std::size_t round_ = 0;
};

}  // namespace village::sessions::machines
