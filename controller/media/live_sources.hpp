// What can be sent live, opened by its kind.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "controller/ports/live_packets.hpp"

namespace village::media {

struct LiveSourceOptions {
    std::map<std::string, std::string> stations;  ///< Addresses by key.
    std::filesystem::path receiver;               ///< village-relay.
    /// Of the station of this key: it is heard, or why it is not. Called on another thread.
    std::function<void(const std::string& station, const domain::Status&)> tell{};
};

/// Errors of what it returns: those of `open_live_file`; not_found for a station that is not among these.
ports::OpenLiveSource live_sources(LiveSourceOptions options);

}  // namespace village::media
