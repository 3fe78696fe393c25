// Tiếp sóng: the stations that programmes may relay, and where each is heard. Only who runs this machine says that, because the
// controller opens these addresses.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "controller/config/config.hpp"

namespace village::config {

inline constexpr std::size_t stations_max = 50;

/// "key=address": a key of 1 to 32 of a-z, 0-9 and -, an address that begins with http:// or https://. `configuration_invalid`.
domain::Result<std::pair<std::string, std::string>> parse_station(std::string_view text);
/// By key. `configuration_invalid` when two have the same one.
domain::Result<std::map<std::string, std::string>> stations_of(const Config& config);

}  // namespace village::config
