// The seam for what hears or feels the loudspeaker: an amplifier's current, a line loop-back, a microphone. A probe is told when a
// programme sounded and says afterwards what it found; a node without probes has none.
#pragma once

#include <optional>
#include <string>

#include "scheduler/domain/broadcast.hpp"

namespace village::node::evidence {

struct ProbeFinding {
    domain::EvidenceLevel level = domain::EvidenceLevel::none;  ///< E3 or E4 when it followed the programme.
    bool fault = false;  ///< A dead amplifier or horn: the programme was fed and nothing came.
    std::string detail;  ///< "correlation 0.93", "open line".
};

class Probe {
public:
    virtual ~Probe() = default;
    /// Nothing means inconclusive (wind, too short, not calibrated).
    virtual std::optional<ProbeFinding> finding(domain::UtcTime first_sample_at, domain::UtcTime last_sample_at) = 0;
};

}  // namespace village::node::evidence
