// Standard base64 with padding (RFC 4648, section 4), strict.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/domain/sha256.hpp"

namespace village::web_api {

std::string base64_text(domain::Bytes bytes);
/// Nothing for another length than a multiple of four, other characters, or bits left over. base64url's "-_" is not taken.
std::optional<std::vector<std::uint8_t>> base64_bytes(std::string_view text);

}  // namespace village::web_api
