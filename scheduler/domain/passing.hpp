// Which refusals are a judgement, and which only say "not now". Whoever asks the signer decides by this.
#pragma once

#include "scheduler/domain/error.hpp"

namespace village::domain {

/// Asked again later, the same question may be answered: nobody was there, too busy, no room on its disk.
constexpr bool is_passing(ErrorCode code) {
    switch (code) {
        case ErrorCode::unavailable:
        case ErrorCode::timed_out:
        case ErrorCode::too_many_requests:
        case ErrorCode::disk_full:
        case ErrorCode::storage_failed:
        case ErrorCode::superseded:  // A start takes the commune back.
        case ErrorCode::setup_needed: return true;
        default: return false;
    }
}

}  // namespace village::domain
