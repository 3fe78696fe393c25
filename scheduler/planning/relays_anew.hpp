// Relays that a restart of the controller cut off within their programme: their keys went with it, and none but a new one is heard.
#pragma once

#include <functional>

#include "scheduler/planning/known.hpp"

namespace village::planning {

/// How long before its own moment one has to be planned at the latest: the signer answers, loudspeakers get grant and keys, and the
/// station is called (`DispatcherOptions::relay_lead`).
inline constexpr std::chrono::seconds relay_ready_within{30};

/// Of this occurrence, those that can still be ready at their moment.
std::vector<domain::Broadcast> cut_off_relays(const Known& known, domain::OccurrenceId occurrence);

struct RelaysAnew {
    std::vector<dispatch::BroadcastOrder> fresh;
    std::vector<domain::BroadcastId> kept;
};

/// Of a programme that has begun all stays as it is planned, but for such relays and what stands in for them: one follows the other.
/// `ordered` is the day made anew, as far as it may sound. A relay stays if its new one has no source, or would lose what stands in.
RelaysAnew relays_anew(const Known& known, const std::vector<domain::Broadcast>& cut_off,
                       std::vector<dispatch::BroadcastOrder> ordered,
                       const std::function<bool(dispatch::BroadcastOrder&)>& has_its_source);

/// The same sound at the same moment of an occurrence.
bool is_same_place(const domain::Broadcast& one, const domain::Broadcast& other);

}  // namespace village::planning
