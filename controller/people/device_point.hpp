// Is this a public key a phone may be paired with? Only an uncompressed point that lies on P-256 (SEC 1, 2.3.4).
#pragma once

#include <cstdint>
#include <vector>

#include "scheduler/domain/error.hpp"

namespace village::people {

/// `invalid_argument` for another length, form or curve, and for the point at infinity.
domain::Status check_device_point(const std::vector<std::uint8_t>& point);

}  // namespace village::people
