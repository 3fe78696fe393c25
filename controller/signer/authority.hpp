// Makes and renews the broadcast authority: the root (sealed with the passphrase of the recovery sheet, wiped from memory
// afterwards), the live key and the drill key with delegations of at most 100 days. Randomness and time are handed in.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "controller/signer/keeper.hpp"

namespace village::signer {

using Randomness = std::function<void(std::span<std::uint8_t>)>;

/// Cost of opening the sealed root (argon2id); tests take less.
struct SealCost {
    std::uint64_t passes = 3;
    std::size_t memory_bytes = 64 * 1024 * 1024;
};

inline constexpr std::size_t passphrase_bytes_min = 12;

/// A fresh root with both delegations. A passphrase shorter than 12 bytes is `invalid_argument`.
Result<Authority> make_authority(const std::string& commune, const std::string& passphrase, const Randomness& random,
                                 domain::UtcTime now, const SealCost& cost = {});
/// New delegations for the same keys, under new serials. `wrong_credentials` when the passphrase does not open the root.
Result<Authority> renew_authority(Authority authority, const std::string& passphrase, domain::UtcTime now);
/// Adds the serials to what is revoked, for ever. Keys that were revoked are made anew in the same act.
Result<Authority> revoke_keys(Authority authority, const std::vector<std::uint64_t>& serials, const std::string& passphrase,
                              const Randomness& random, domain::UtcTime now);

/// Do the keys and what the root said about them belong together? One bit that the disk changed in a key, and every loudspeaker
/// would refuse what is signed with it, without anybody knowing why.
bool is_whole(const Authority& authority);

/// Six groups of five letters and digits that people do not confuse: 150 bits.
std::string make_passphrase(const Randomness& random);

}  // namespace village::signer
