// The broadcast root's word as the signer gave it: what nodes are given to believe, and the delegation that a grant or
// stop was signed under. Values only.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "controller/ports/signer.hpp"
#include "protocol/session.pb.h"
#include "scheduler/domain/sha256.hpp"

namespace village::sessions {

struct RootTrust {
    std::array<std::uint8_t, 32> root_key{};
    wire::TrustUpdate update;
    domain::Sha256 root_fingerprint() const { return domain::sha256(root_key); }
};

RootTrust root_trust(const ports::TrustMaterial& material);

/// To send along with what was signed under it; empty when the signer named none of this serial.
std::vector<domain::SignedEnvelope> delegation_of(const RootTrust& trust, std::uint64_t serial);

}  // namespace village::sessions
