// Session tokens: 256 random bits as base64url without padding (43 characters). Only their SHA-256 is kept.
#pragma once

#include <string>
#include <string_view>

#include "scheduler/domain/sha256.hpp"

namespace village::people {

inline constexpr std::size_t token_length = 43;

std::string make_token();
domain::Sha256 token_hash(std::string_view token);

}  // namespace village::people
