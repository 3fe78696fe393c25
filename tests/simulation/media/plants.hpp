// Planted bugs of media mode: mistakes that somebody could make around the real sender and the real loudspeaker. Each is to be found.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace village::simulation::media {

enum class Plant : std::uint8_t {
    none,
    key_begins_anew,      ///< A stream key that comes again makes the node forget which packets it has had.
    old_key_lives_on,     ///< The node takes packets by the clock of their key: no generation ever ends.
    exchanges_ignored,    ///< The node's clock is attested, and never corrected again.
    time_told_once,       ///< The mixer is told the time at the start only.
    block_plays_twice,    ///< The device says a block again when it was late.
    number_used_twice,    ///< The station, catching up, seals the same number twice.
    never_asks_again,     ///< The node asks for nothing that was lost.
    repairs_for_nobody,   ///< The station answers no request.
    stop_said_once,       ///< STOP goes by UDP once and is not repeated.
    start_said_once,      ///< START goes by UDP once and is not repeated.
    key_said_to_present,  ///< Who joins later is not given the stream key.
    emergency_waits,      ///< The node lets what it plays come to a pause before it looks at a START.
    silence_counted,      ///< The receipt takes silence for packets that came.
    signature_skipped,    ///< Whoever has the content key is believed.
    associations_kept,    ///< The node lets go of no association that it ever had.
    priority_reversed,    ///< The node takes the lowest priority for the highest where it has no room for a stream.
    repairs_unlimited,    ///< The station sends again whatever it is asked for.
};

struct NamedPlant {
    std::string_view name;
    Plant plant;
};
inline constexpr std::array plants{
    NamedPlant{"key_begins_anew", Plant::key_begins_anew},         NamedPlant{"old_key_lives_on", Plant::old_key_lives_on},
    NamedPlant{"exchanges_ignored", Plant::exchanges_ignored},     NamedPlant{"time_told_once", Plant::time_told_once},
    NamedPlant{"block_plays_twice", Plant::block_plays_twice},     NamedPlant{"number_used_twice", Plant::number_used_twice},
    NamedPlant{"never_asks_again", Plant::never_asks_again},       NamedPlant{"repairs_for_nobody", Plant::repairs_for_nobody},
    NamedPlant{"stop_said_once", Plant::stop_said_once},           NamedPlant{"start_said_once", Plant::start_said_once},
    NamedPlant{"key_said_to_present", Plant::key_said_to_present}, NamedPlant{"emergency_waits", Plant::emergency_waits},
    NamedPlant{"silence_counted", Plant::silence_counted},         NamedPlant{"signature_skipped", Plant::signature_skipped},
    NamedPlant{"associations_kept", Plant::associations_kept},     NamedPlant{"priority_reversed", Plant::priority_reversed},
    NamedPlant{"repairs_unlimited", Plant::repairs_unlimited},
};

inline std::optional<Plant> plant_named(std::string_view name) {
    for (const auto& known : plants)
        if (known.name == name) return known.plant;
    return std::nullopt;
}

}  // namespace village::simulation::media
