// Who sounded a broadcast, as its deliveries say: where a correction (đính chính) has to go, and whom one has reached.
#pragma once

#include <vector>

#include "scheduler/domain/broadcast.hpp"

namespace village::delivery {

/// The loudspeakers of one broadcast.
struct Hearers {
    domain::NodeSet sounded;    ///< Any of it, or sounding now.
    domain::NodeSet heard_out;  ///< All of it.
    domain::NodeSet not_known;  ///< It may have; nothing was heard of it since.
    bool operator==(const Hearers&) const = default;
};
Hearers hearers_of(const domain::Broadcast& broadcast, const std::vector<domain::Delivery>& deliveries, domain::UtcTime now);

/// Over by the clock it may go on where it had to wait, until its loudspeaker says how it ended.
bool may_still_sound(const domain::Broadcast& broadcast, const std::vector<domain::Delivery>& deliveries);

/// Whom a correction has reached, or is on its way to. Where it came to nothing another one may follow.
domain::NodeSet corrected_by(const domain::Broadcast& correction, const Hearers& its_hearers);

}  // namespace village::delivery
