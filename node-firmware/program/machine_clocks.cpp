#include "node-firmware/program/machine_clocks.hpp"

#include <algorithm>
#include <fstream>
#include <string>

#include "node-firmware/audio/device_thread.hpp"

namespace village::node {
namespace {

std::optional<domain::UtcTime> read_battery(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::int64_t seconds = 0;
    if (path.empty() || !(in >> seconds)) return std::nullopt;
    // In the mean, half a second of the one that it shows has passed.
    return domain::UtcTime{std::chrono::seconds{seconds} + std::chrono::milliseconds{500}};
}

player_loop::BootId read_boot_id() {
    std::ifstream in("/proc/sys/kernel/random/boot_id");
    std::string text;
    in >> text;
    std::erase(text, '-');
    player_loop::BootId id{};
    if (text.size() != 2 * id.size() || text.find_first_not_of("0123456789abcdef") != std::string::npos) return id;
    for (std::size_t at = 0; at < id.size(); ++at)
        id[at] = static_cast<std::uint8_t>(std::stoi(text.substr(2 * at, 2), nullptr, 16));
    return id;
}

}  // namespace

player_loop::MachineClocks read_machine_clocks(const std::filesystem::path& battery) {
    return {audio::machine_utc_now(), read_battery(battery), read_boot_id()};
}

}  // namespace village::node
