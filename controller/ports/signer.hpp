// The way to village-signer, which alone holds the authority to sound and decides for itself whether to sign. Every call is
// bounded (200 ms for STOP, 2 s otherwise): `unavailable` or `timed_out` when the signer does not answer.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "controller/ports/awaitable.hpp"
#include "scheduler/domain/commune.hpp"
#include "scheduler/domain/emergency.hpp"
#include "scheduler/domain/grant.hpp"
#include "scheduler/domain/hours.hpp"
#include "scheduler/domain/operator.hpp"
#include "scheduler/domain/surge.hpp"

namespace village::ports {

/// What nodes need to verify: made by the signer, delivered by the controller, believed because of its signatures.
struct TrustMaterial {
    std::array<std::uint8_t, 32> root_key{};  ///< Ed25519 broadcast root.
    std::vector<std::vector<std::uint8_t>>
        anchors;  ///< Signed envelopes of TrustAnchors, in order of version; a new node starts from them.
    std::vector<std::vector<std::uint8_t>> delegations;  ///< Signed envelopes.
    std::vector<std::uint8_t> revocations;               ///< Signed envelope; empty while nothing is revoked.
    std::optional<domain::UtcTime> delegated_until;      ///< After that nothing the signer signs is believed.
    std::uint64_t owner_epoch = 0;                       ///< The highest that a controller came with.
};

/// An officer and the devices that may sign for them, as the signer needs to know it.
struct OfficerDevice {
    domain::DeviceKey key;
    std::vector<domain::AreaId> areas;
    domain::NodeSet nodes;  ///< The nodes of those areas.
};

/// What the signer holds every wish against. An emergency may only sound what is rendered for its template and hamlet.
struct SignerPolicy {
    static constexpr std::size_t rendered_max = 4096;

    domain::HoursPolicy hours;
    domain::Commune commune;                           ///< Areas and the nodes in them.
    std::vector<domain::EmergencyTemplate> templates;  ///< Their repeat rule and longest duration.
    std::vector<domain::RenderedTemplate> rendered;    ///< Those without content yet are left out.
    std::vector<domain::SurgePeriod> surge_periods{};  ///< Those that are not over.
    std::uint8_t approvals_needed = 0;                 ///< By so many other than the author, whatever it is that sounds.
};

/// What stands behind an ordinary grant.
struct SignReasons {
    std::string outside_hours{};  ///< Why it may sound outside the allowed hours.
    domain::OperatorId author{};
    std::vector<domain::OperatorId> approvers{};  ///< Named only where the commune asks for an approval of everything.
};

class Signer {
public:
    virtual ~Signer() = default;
    virtual Awaitable<domain::Result<TrustMaterial>> trust() = 0;
    /// The signer fills id, issuer sequence and policy epoch; it refuses what its own policy forbids. A draft with
    /// `outside_hours` and no reason for it is `confirmation_needed`.
    virtual Awaitable<domain::Result<domain::SignedGrant>> sign(domain::Grant draft, SignReasons reasons) = 0;
    /// `draft` says which content for which nodes; the Intent is what permits it.
    virtual Awaitable<domain::Result<domain::SignedGrant>> sign_emergency(domain::EmergencyIntent intent,
                                                                          domain::Grant draft) = 0;
    /// Did this device (a P-256 point of 65 bytes) sign this Intent? Answered here, at once; the signer looks again for itself.
    virtual domain::Status check_signature(const domain::EmergencyIntent& intent,
                                           const std::vector<std::uint8_t>& public_key) const = 0;
    virtual Awaitable<domain::Result<domain::SignedStop>> sign_stop(domain::StopOrder draft) = 0;
    /// `nonce` is 16 bytes from the node; the answer is the signed attestation as it travels.
    virtual Awaitable<domain::Result<std::vector<std::uint8_t>>> attest_time(std::array<std::uint8_t, 16> nonce) = 0;
    /// Told at every start and after every change; the same policy again keeps its epoch.
    virtual Awaitable<domain::Status> set_policy(SignerPolicy policy) = 0;
    virtual Awaitable<domain::Status> register_device(OfficerDevice device) = 0;
    virtual Awaitable<domain::Status> revoke_device(domain::DeviceKeyId key) = 0;
};

}  // namespace village::ports
