// Reads the clocks of the box itself, once when the program starts: the system's, the battery clock's, and which life of the
// machine this is. What of it may be believed is TimeDesk's business.
#pragma once

#include <filesystem>

#include "node-firmware/player_loop/time_desk.hpp"

namespace village::node {

/// `battery` holds whole seconds since 1970 as text, as the kernel writes them for a real-time clock; empty: there is none.
player_loop::MachineClocks read_machine_clocks(const std::filesystem::path& battery);

}  // namespace village::node
