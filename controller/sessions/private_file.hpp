// Small files that only the controller's user may read (keys, sealed associations): written beside, synced, renamed, so a cut
// leaves the old one or the new one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scheduler/domain/error.hpp"

namespace village::sessions {

inline constexpr std::size_t private_file_bytes_max = 16 * 1024 * 1024;

/// What may be lost in a power cut is not waited for.
enum class Durability : std::uint8_t { synced, may_be_lost };

/// Mode 0600. `storage_failed` or `disk_full` with the path and the system's reason.
domain::Status write_private_file(const std::string& path, std::string_view content, Durability durability = Durability::synced);
/// `not_found` when there is none, `too_large` over 16 MiB.
domain::Result<std::string> read_private_file(const std::string& path);
/// Mode 0700, parents made as needed.
domain::Status make_private_folder(const std::string& path);

}  // namespace village::sessions
