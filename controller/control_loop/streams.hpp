// What is sent live gets its stream: keys that live no longer than the program that made them.
#pragma once

#include "controller/control_loop/office.hpp"
#include "scheduler/domain/schedule.hpp"

namespace village::control_loop {

/// A stream is made for this order, described in it, and its keys are sent to the loudspeakers.
domain::Status open_stream(const Office& office, dispatch::BroadcastOrder& order);

/// How long before its programme begins a relay (tiếp sóng) gets its stream. More than two turns of the planning: one may be missed.
inline constexpr std::chrono::minutes relay_opened_before{25};
/// False for a relay that is too early, or gets no stream now, which the log says: what stands in for it is all that is planned.
bool has_its_source(const Office& office, const domain::Occurrence& occurrence, dispatch::BroadcastOrder& order);

}  // namespace village::control_loop
