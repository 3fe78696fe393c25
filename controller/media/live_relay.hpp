// Another station as the packets of a live broadcast. village-relay receives it as fast as it sounds; only the newest seconds are kept.
// While nothing comes, or nothing but silence, there is nothing to hear and the loudspeakers fall back. The station is called again
// and again. What fan-out's live thread reads.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "controller/ports/live_packets.hpp"

namespace village::media {

/// Who wants to know what becomes of the stations on the air, by their keys. Called on the relays' own threads, only of changes.
class StationWatch {
public:
    virtual ~StationWatch() = default;
    virtual void heard(const std::string& station) = 0;
    virtual void not_heard(const std::string& station, const std::string& why) = 0;
    /// It is not called any more.
    virtual void over(const std::string& station) = 0;
};

struct LiveRelayOptions {
    std::filesystem::path receiver;  ///< village-relay.
    std::string station;             ///< Its key.
    std::string address;
    int bitrate_bps = 24'000;
    StationWatch* watch = nullptr;  ///< Lives longer than the relay.
};

/// Calls the station at once. Errors: unavailable (no descriptor is left).
domain::Result<std::unique_ptr<ports::LivePackets>> open_live_relay(LiveRelayOptions options);

}  // namespace village::media
