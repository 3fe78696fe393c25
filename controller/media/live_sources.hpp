// What can be sent live, opened by its kind.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "controller/media/live_relay.hpp"

namespace village::media {

struct LiveSourceOptions {
    std::map<std::string, std::string> stations;  ///< Addresses by key.
    std::filesystem::path receiver;               ///< village-relay.
    StationWatch* watch = nullptr;                ///< Lives longer than what is opened.
};

/// Errors of what it returns: those of `open_live_file`; not_found for a station that is not among these.
ports::OpenLiveSource live_sources(LiveSourceOptions options);

}  // namespace village::media
