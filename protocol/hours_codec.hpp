// The guard of the clock as bytes: written by the controller, read by every node and by the signer.
#pragma once

#include "scheduler/domain/error.hpp"
#include "scheduler/domain/hours.hpp"

namespace village::wire {
class Hours;
}

namespace village::protocol {

void write_hours(const domain::HoursPolicy& hours, wire::Hours& message);

/// `malformed` when anything is out of its range, `too_large` over 16 windows of a kind or 400 days.
domain::Result<domain::HoursPolicy> read_hours(const wire::Hours& message);

}  // namespace village::protocol
