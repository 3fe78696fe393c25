// argon2id, as libsodium's string form. Both calls take about a tenth of a second and 64 MiB: worker thread only.
#pragma once

#include <string>

#include "scheduler/domain/error.hpp"

namespace village::people {

/// `unavailable` when there is no memory for it.
domain::Result<std::string> hash_password(const std::string& password, std::size_t memory_bytes);
bool password_matches(const std::string& hash, const std::string& password);

}  // namespace village::people
