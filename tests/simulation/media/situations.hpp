// What must have happened in media mode before "no violation" means anything, counted as it occurs.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "tests/simulation/situation_counts.hpp"

namespace village::simulation::media {

enum class Situation : std::uint8_t {
    live_heard,
    packet_repaired,
    packet_concealed,
    packet_silent,
    copy_refused,
    altered_refused,
    forged_refused,
    rubbish_refused,
    foreign_refused,
    old_key_refused,
    rate_limited,
    key_changed,
    joined_late,
    back_after_cut,
    session_anew,
    stopped_on_air,
    emergency_over_live,
    live_after_emergency,
    two_streams,
    neighbours_compared,
    receipt_agrees,
    receipt_over_power_cut,
    packets_fill_the_room,
    keys_fill_the_room,
    stream_without_room,
    repairs_at_limit,
    line_held_up,
};

inline constexpr std::array situation_names{
    "live voice heard",
    "packet repaired",
    "packet concealed",
    "packet replaced by silence",
    "copied packet refused",
    "altered packet refused",
    "packet with the right content key and a wrong signature refused",
    "rubbish refused",
    "packet of another stream refused",
    "packet under an old key refused",
    "genuine packet refused for too many forged ones",
    "stream key changed on the air",
    "loudspeaker switched on while a stream is on the air",
    "stream heard again after a cut",
    "session opened anew",
    "stream stopped on the air",
    "emergency breaks in over a stream",
    "stream goes on after an emergency",
    "two streams at once",
    "neighbours compared",
    "receipt agrees with what was heard",
    "receipt adds up what was counted before and after a power cut",
    "as many packets of a stream as there is room for",
    "as many keys waiting as there is room for",
    "stream without room",
    "as many packets sent again as a loudspeaker is given",
    "packets of a while come at once",
};

class Situations : public SituationCounts<Situation, situation_names.size()> {
    static_assert(count == static_cast<std::size_t>(Situation::line_held_up) + 1);
};

}  // namespace village::simulation::media
