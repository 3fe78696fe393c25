// One owner acts per commune, and epochs only rise. What a controller makes of an epoch that is higher than its own.
#pragma once

#include <cstdint>

#include "scheduler/domain/error.hpp"

namespace village::policy {

/// No commune changes hands so often: whoever claims more has a damaged disk, or is up to something.
inline constexpr std::uint64_t epoch_step_max = std::uint64_t{1} << 32;

/// May one rise from `own` above `heard`? `malformed` when that is too far.
inline domain::Status check_epoch_step(std::uint64_t own, std::uint64_t heard) {
    if (heard <= own || heard - own <= epoch_step_max) return {};
    return domain::Error{domain::ErrorCode::malformed, "the epoch that it claims to have seen is too far above this one"};
}

}  // namespace village::policy
