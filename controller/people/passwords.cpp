#include "controller/people/passwords.hpp"

#include <sodium.h>

#include <array>

namespace village::people {

domain::Result<std::string> hash_password(const std::string& password, std::size_t memory_bytes) {
    std::array<char, crypto_pwhash_STRBYTES> text{};
    // Three passes over 64 MiB: libsodium's "moderate" passes, with the memory a small PC can give twice.
    const int failed = crypto_pwhash_str_alg(text.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_MODERATE,
                                             memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
    if (failed != 0) return domain::Error{domain::ErrorCode::unavailable, "there is no memory to check passwords; try again"};
    return std::string{text.data()};
}

bool password_matches(const std::string& hash, const std::string& password) {
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

}  // namespace village::people
