// One owner acts per commune, and epochs only rise. Which epoch is believed that somebody claims to have seen.
#pragma once

#include <cstdint>

namespace village::policy {

/// Half of all that fit a signed number: whoever claims to have seen more, and was not led there, has a damaged disk or is up to
/// something. Below it every claim costs a number, of which enough are left.
inline constexpr std::uint64_t claimed_epoch_max = std::uint64_t{1} << 62;
inline constexpr std::uint64_t epochs_between = std::uint64_t{1} << 20;

inline bool is_believable_epoch(std::uint64_t own, std::uint64_t heard) {
    return heard <= claimed_epoch_max || (heard > own ? heard - own : 0) <= epochs_between;
}

}  // namespace village::policy
