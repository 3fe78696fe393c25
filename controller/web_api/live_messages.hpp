// The texts of the WebSocket that are not deltas: hello, snapshot, ping.
#pragma once

#include <string>

#include "controller/web_api/api.hpp"
#include "controller/web_api/live_feed.hpp"

namespace village::web_api {

std::string hello_text(const Api& api);
/// What is true now, as of the feed's number.
std::string snapshot_text(const Api& api);
std::string ping_text(domain::UtcTime now);
/// The body of GET /state.
std::string state_text(const Api& api, std::optional<std::uint64_t> since);

}  // namespace village::web_api
