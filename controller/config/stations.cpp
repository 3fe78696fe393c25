#include "controller/config/stations.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace village::config {
namespace {

constexpr std::size_t key_length_max = 32, address_length_max = 2000;

domain::Error wrong(std::string what) { return {domain::ErrorCode::configuration_invalid, std::move(what)}; }

bool is_key(std::string_view key) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !key.empty() && key.size() <= key_length_max && std::ranges::all_of(key, is_letter);
}

bool is_address(std::string_view address) {
    const auto is_printable = [](char c) { return c > ' ' && c <= '~'; };
    const bool is_web = address.starts_with("http://") || address.starts_with("https://");
    return is_web && address.size() <= address_length_max && std::ranges::all_of(address, is_printable);
}

}  // namespace

domain::Result<std::pair<std::string, std::string>> parse_station(std::string_view text) {
    const auto sign = text.find('=');
    if (sign == std::string_view::npos) return wrong(fmt::format("relays: \"{}\" is no key=address", text));
    std::pair<std::string, std::string> station{text.substr(0, sign), text.substr(sign + 1)};
    if (!is_key(station.first))
        return wrong(fmt::format("relays: the key \"{}\" is not 1 to 32 of a-z, 0-9 and -", station.first));
    if (!is_address(station.second))
        return wrong(fmt::format("relays: the address of \"{}\" does not begin with http:// or https://", station.first));
    return station;
}

domain::Result<std::map<std::string, std::string>> stations_of(const Config& config) {
    std::map<std::string, std::string> stations;
    for (const auto& text : config.relays) {
        auto station = parse_station(text);
        if (!station) return station.error();
        if (!stations.insert(*station).second)
            return wrong(fmt::format("relays: two stations have the key \"{}\"", station->first));
    }
    if (stations.size() > stations_max) return wrong(fmt::format("relays: more than {} stations", stations_max));
    return stations;
}

}  // namespace village::config
