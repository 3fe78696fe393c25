// Small files that are either the old or the new one, also after a power cut; readable by the signer's own user only.
#pragma once

#include <optional>
#include <string>

#include "scheduler/domain/error.hpp"

namespace village::signer {

/// `disk_full`, or `storage_failed` with what to look at; the old file stays then.
domain::Status write_whole_file(const std::string& path, const std::string& content);
/// Nothing when it does not exist. Larger than 8 MiB is `storage_failed`.
domain::Result<std::optional<std::string>> read_whole_file(const std::string& path);
domain::Error disk_error(int number, const std::string& doing, const std::string& path);

}  // namespace village::signer
