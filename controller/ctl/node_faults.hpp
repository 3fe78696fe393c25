// `villagectl node N ...` in the demo: lets a stranger try to break one loudspeaker. Works on the demo's folder on this machine
// only, and a node obeys only when it was started with --demo-faults.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scheduler/domain/error.hpp"

namespace village::ctl {

/// `words`: {"kill"}, {"cut"}, {"uncut"}, {"clock", "+3600"} or {"drop", "20"}. `invalid_argument` for anything else,
/// `not_found` when there is no such node or it does not run.
domain::Status node_fault(const std::string& demo_folder, std::uint16_t node, const std::vector<std::string>& words);

}  // namespace village::ctl
