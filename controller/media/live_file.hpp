// A finished Ogg Opus file as the packets of a live broadcast: decoded and encoded again in packets of 40 ms, because
// two 20 ms packets of different Opus modes cannot be joined. What fan-out's live thread reads.
#pragma once

#include <memory>
#include <string>

#include "controller/ports/live_packets.hpp"

namespace village::media {

/// Reads the file into memory (2 h are 22 MB). Errors: not_found, too_large (over 64 MB), malformed.
domain::Result<std::unique_ptr<ports::LivePackets>> open_live_file(const std::string& path, int bitrate_bps);

}  // namespace village::media
