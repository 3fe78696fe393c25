// Another station as the packets of a live broadcast. village-relay receives it into a pipe, which is all that is buffered; while
// nothing comes, or nothing but silence, there is nothing to hear and the loudspeakers fall back. The station is called again and
// again. What fan-out's live thread reads.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "controller/ports/live_packets.hpp"

namespace village::media {

struct LiveRelayOptions {
    std::filesystem::path receiver;  ///< village-relay.
    std::string address;
    int bitrate_bps = 24'000;
    /// The station is heard, or why it is not; on a thread of the relay, when that changes.
    std::function<void(const domain::Status&)> tell{};
};

/// Calls the station at once. Errors: unavailable (no pipe, no memory).
domain::Result<std::unique_ptr<ports::LivePackets>> open_live_relay(LiveRelayOptions options);

}  // namespace village::media
