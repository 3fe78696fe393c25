#include "controller/people/tokens.hpp"

#include <sodium.h>

#include <array>

namespace village::people {

std::string make_token() {
    std::array<std::uint8_t, 32> random{};
    randombytes_buf(random.data(), random.size());
    std::array<char, token_length + 1> text{};
    sodium_bin2base64(text.data(), text.size(), random.data(), random.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return std::string{text.data()};
}

domain::Sha256 token_hash(std::string_view token) {
    return domain::sha256({domain::as_bytes("village-session-v1"), domain::as_bytes(token)});
}

}  // namespace village::people
