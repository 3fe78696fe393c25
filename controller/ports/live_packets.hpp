// The sound of a live broadcast as Opus packets of 40 ms, one after the other: the media room makes them, fan-out's
// live thread reads, seals and sends them. `main` hands fan-out the function that opens a source this way.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/domain/error.hpp"

namespace village::ports {

inline constexpr std::uint32_t live_packet_samples = 1920;  ///< 40 ms at Opus's 48 kHz clock: the step of the RTP timestamp.

class LivePackets {
public:
    virtual ~LivePackets() = default;
    /// One Opus packet of 40 ms (at most 400 bytes at 24 kbit/s); an empty one where there is nothing to hear just now; nothing at
    /// the end. Takes well under 1 ms; never waits.
    virtual domain::Result<std::optional<std::vector<std::uint8_t>>> next() = 0;
};

/// What is sent live.
struct LiveSource {
    enum class Kind : std::uint8_t { file, relay };
    Kind kind = Kind::file;
    std::string name;  ///< The path of a finished Ogg Opus file, or the key of the station that is relayed.
};

using OpenLiveSource = std::function<domain::Result<std::unique_ptr<LivePackets>>(const LiveSource& source, int bitrate_bps)>;

}  // namespace village::ports
