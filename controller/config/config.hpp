// The controller's settings: one struct with defaults and one table of options, from which the command line, the environment
// (VILLAGE_<NAME>), the file (TOML) and `--help` follow. The command line wins over the file, that over the environment.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scheduler/domain/error.hpp"

namespace village::config {

struct Config {
    std::string data = "/var/lib/village";  ///< Database, audio, Device CA.
    std::string signer_socket = "/run/village/signer.sock";
    std::string web_root = "/usr/share/village/web-admin";
    std::string programs;  ///< Folder of village-decoder, village-speech and village-relay; empty: beside this program.
    std::string address = "0.0.0.0";  ///< Where nodes and phones reach us (TLS and UDP, same number).
    std::uint16_t port = 8443;
    std::uint16_t local_port = 8080;                ///< Plain HTTP on 127.0.0.1 for a browser on this machine; 0: none.
    std::vector<std::string> names{"localhost"};    ///< Names and addresses in the server's certificate.
    std::uint16_t emergency_countdown_seconds = 3;  ///< 0 to 5.
    bool confirm_enrolment = false;                 ///< Demo only: accept a device without a person comparing the six words.
    bool take_over = false;           ///< For one start: loudspeakers that have obeyed another controller since obey this one.
    std::vector<std::string> relays;  ///< Stations that programmes may relay, "key=address".
    std::uint16_t backup_every_minutes = 60;
    std::uint16_t backups_kept = 48;  ///< The oldest go first.
    std::string log_level = "info";
};

/// What main is to do: run with this, or print this text and leave.
struct Parsed {
    Config config;
    std::string print;  ///< Help or version; empty: run.
};

/// Reads command line, environment and the file named by `--config`. Errors name the setting and the fix (`configuration_invalid`).
domain::Result<Parsed> parse(int argc, const char* const* argv);

}  // namespace village::config
