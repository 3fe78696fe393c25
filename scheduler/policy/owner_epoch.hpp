// One owner acts per commune, and epochs only rise. Which epoch is believed that somebody claims to have seen.
#pragma once

#include <cstdint>

namespace village::policy {

/// A loudspeaker's claim is believed up to here. Whatever a controller rises to above it, every loudspeaker can still follow: it
/// believes twice as much. Nobody comes here by being started.
inline constexpr std::uint64_t claimed_epoch_max = std::uint64_t{1} << 61;
inline constexpr std::uint64_t welcomed_epoch_max = std::uint64_t{1} << 62;
inline constexpr std::uint64_t epochs_between = std::uint64_t{1} << 20;

inline bool is_near(std::uint64_t own, std::uint64_t heard) { return heard <= own || heard - own <= epochs_between; }

/// Of a controller that a loudspeaker says it has obeyed.
inline bool is_believable_claim(std::uint64_t own, std::uint64_t heard) {
    return heard <= claimed_epoch_max || is_near(own, heard);
}
/// Of a controller that welcomes a loudspeaker.
inline bool is_believable_owner(std::uint64_t own, std::uint64_t heard) {
    return heard <= welcomed_epoch_max || is_near(own, heard);
}

}  // namespace village::policy
