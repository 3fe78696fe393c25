// A PlayerRecord as bytes for the node's own disk. Fixed layout with a version in front; never leaves the box.
#pragma once

#include <span>
#include <vector>

#include "scheduler/dispatch/player_events.hpp"

namespace village::node::player_loop {

std::vector<std::uint8_t> encode_player_record(const dispatch::PlayerRecord& record);
domain::Result<dispatch::PlayerRecord> decode_player_record(std::span<const std::uint8_t> bytes);

}  // namespace village::node::player_loop
