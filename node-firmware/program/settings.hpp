// What one can set on a node: a TOML file, then the command line over it. Every mistake is one line that names the setting and
// the fix.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "node-firmware/link/tls_client.hpp"

namespace village::node {

enum class SinkKind : std::uint8_t { alsa, pulse, file, model };

struct Settings {
    std::filesystem::path data = "/var/lib/village-node";
    std::vector<link::ControllerAddress> controllers;
    SinkKind sink = SinkKind::alsa;
    std::string sink_device;
    std::filesystem::path record;  ///< Empty: the data folder's "sound".
    double model_ppm = 0;
    std::uint8_t volume_percent = 100;
    std::uint8_t emergency_volume_percent = 100;
    std::filesystem::path battery_clock = "/sys/class/rtc/rtc0/since_epoch";  ///< Empty: the box has none.
    std::uint64_t cache_megabytes_max = 2048;
    std::uint32_t prefetch_kilobytes_per_second = 0;
    std::string log_level = "info";
    std::string enrol;                  ///< A pairing ticket, or a file with one.
    std::filesystem::path demo_faults;  ///< Empty: none are taken.
};

enum class Act : std::uint8_t { run, show_identity, show_help };

struct Invocation {
    Act act = Act::run;
    std::string help;
    Settings settings;
};

/// Reads `text` over `settings`; an unknown or wrong value is `configuration_invalid`.
domain::Status read_settings(std::string_view text, Settings& settings);
/// The command line, and the file it names.
domain::Result<Invocation> read_invocation(int argc, const char* const* argv);

}  // namespace village::node
