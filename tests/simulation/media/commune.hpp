// The keys of a run and what they sign: the root of the commune, the signer that orders sound, and the key of each stream.
#pragma once

#include <filesystem>

#include "node-firmware/player_loop/node_memory.hpp"
#include "protocol/grant_codec.hpp"
#include "protocol/time_attestation.hpp"
#include "tests/simulation/random.hpp"

namespace village::simulation::media {

template <std::size_t size>
std::array<std::uint8_t, size> random_bytes(Random& random) {
    std::array<std::uint8_t, size> bytes{};
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
    return bytes;
}

class Commune {
public:
    Commune(Random random, domain::UtcTime begin);

    domain::SignedGrant sign(domain::Grant grant) const { return protocol::sign_grant(signer_, signer_serial, std::move(grant)); }
    domain::SignedStop sign(domain::StopOrder stop) const { return protocol::sign_stop(signer_, signer_serial, std::move(stop)); }
    domain::SignedEnvelope attest(const protocol::TimeNonce& nonce, domain::UtcTime now) const {
        return protocol::sign_time(signer_, signer_serial, {nonce, now, 0, 0});
    }
    /// What an enrolled node has on its disk before it ever speaks: trust, a day without quiet hours, full volume.
    void enrol(const std::filesystem::path& folder) const;

private:
    static constexpr std::uint64_t root_serial = 1, signer_serial = 5;

    protocol::Ed25519KeyPair root_;
    protocol::Ed25519KeyPair signer_;
    domain::UtcTime begin_;
};

}  // namespace village::simulation::media
