// The sound of a live broadcast as Opus packets of 40 ms, one after the other: the media room makes them, fan-out's
// live thread reads, seals and sends them. `main` hands fan-out the function that opens a file this way.
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
    /// One Opus packet of 40 ms (at most 400 bytes at 24 kbit/s); nothing at the end. Takes well under 1 ms; never
    /// waits.
    virtual domain::Result<std::optional<std::vector<std::uint8_t>>> next() = 0;
};

using OpenLiveFile = std::function<domain::Result<std::unique_ptr<LivePackets>>(const std::string& path, int bitrate_bps)>;

}  // namespace village::ports
