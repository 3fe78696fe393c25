// What is to be heard, as a run knows it: its name says how long a loudspeaker needs to fetch it.
#pragma once

#include "scheduler/domain/sha256.hpp"

namespace village::simulation {

enum class ContentKind : std::uint8_t {
    item = 1,
    piece = 2,
    long_piece = 3,    ///< Minutes long and just made: a loudspeaker on a bad line may still be without it when it is due.
    announcement = 4,  ///< What two persons have to agree to.
    drill = 5,         ///< Rendered beforehand, too, without tone and siren.
    all_clear = 6,     ///< Rendered beforehand like what it ends.
    music = 7,
    emergency = 9  ///< In every loudspeaker from the beginning.
};

inline domain::ContentHash content_named(ContentKind kind, std::uint64_t number) {
    domain::ContentHash hash;
    hash.bytes[0] = static_cast<std::uint8_t>(kind);
    for (std::size_t i = 0; i < 8; ++i) hash.bytes[i + 1] = static_cast<std::uint8_t>(number >> 8 * i);
    return hash;
}

inline bool is_of(const domain::ContentHash& content, ContentKind kind) {
    return content.bytes[0] == static_cast<std::uint8_t>(kind);
}

inline bool is_warning(const domain::ContentHash& content) { return is_of(content, ContentKind::emergency); }

inline bool is_music(const domain::ContentHash& content) { return is_of(content, ContentKind::music); }

inline bool is_slow_to_fetch(const domain::ContentHash& content) { return is_of(content, ContentKind::long_piece); }

}  // namespace village::simulation
