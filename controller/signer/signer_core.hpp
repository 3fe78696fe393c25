// Decides what is signed. A request and the time go in, a response comes out; keys, policy and device keys are its state, what
// must last goes to the Keeper first. No sockets, no clock, no randomness of its own. Rules: protocol-and-trust, Grants.
#pragma once

#include <memory>
#include <optional>

#include "controller/signer/answered_intents.hpp"
#include "controller/signer/authority.hpp"
#include "controller/signer/device_book.hpp"
#include "controller/signer/issuer_sequence.hpp"
#include "controller/signer/policy_book.hpp"
#include "controller/signer/signed_before.hpp"

namespace village::signer {

class SignerCore {
public:
    /// Ordinary grants may be signed this long ahead.
    static constexpr std::chrono::hours horizon{31 * 24};

    /// Errors of what was kept: `storage_failed`, `malformed`.
    static Result<std::unique_ptr<SignerCore>> start(KeptState kept, Keeper& keeper, Randomness random, SealCost cost = {});

    wire::SignerResponse handle(const wire::SignerRequest& request, domain::UtcTime now);

    /// What need not be done while somebody waits; after the answers have gone out.
    void rest();

    bool is_set_up() const { return keys_.has_value(); }
    /// Of the root, as a pairing ticket carries it; zero before set-up.
    domain::Sha256 root_fingerprint() const;
    domain::UtcTime delegated_until() const;

private:
    struct Keys {
        Authority authority;
        protocol::Ed25519KeyPair live;
        protocol::Ed25519KeyPair drill;
    };

    /// Whose device signed it, and what that officer may.
    struct ProvenIntent {
        domain::EmergencyIntent intent;
        domain::IssuerLevel level;
    };

    SignerCore(Keeper& keeper, Randomness random, SealCost cost, std::uint64_t sequences_used);
    Status answer(const wire::SignerRequest& request, domain::UtcTime now, wire::SignerResponse& response);

    Status set_up(const wire::Setup& request, domain::UtcTime now, wire::SetupDone& done);
    Status sign_grant(const wire::SignGrant& request, domain::UtcTime now, wire::SignedGrant& done);
    Status sign_emergency(const wire::SignEmergency& request, domain::UtcTime now, wire::SignedGrant& done);
    Status sign_stop(const wire::SignStop& request, domain::UtcTime now, wire::SignedStop& done);
    Status attest_time(const wire::AttestTime& request, domain::UtcTime now, std::string& done);
    Status register_device(const wire::RegisterDeviceKey& request, domain::UtcTime now, wire::DeviceKeyRegistered& done);
    Status revoke_device(const wire::RevokeDeviceKey& request, domain::UtcTime now, wire::DeviceKeyRegistered& done);
    Status take_policy(const wire::PolicyUpdate& request, domain::UtcTime now, wire::PolicyAccepted& done);
    Status renew(const wire::RenewDelegations& request, domain::UtcTime now, wire::TrustUpdate& done);
    Status revoke(const wire::RevokeKeys& request, domain::UtcTime now, wire::TrustUpdate& done);
    void describe(domain::UtcTime now, wire::SignerStatus& status) const;

    Status check_ready() const;
    /// Of a request that only the commune's owner may make: `superseded` for any other controller.
    Status check_owner(const wire::SignerRequest& request, domain::UtcTime now);
    /// Nothing signed by a key that the root lent no longer would be believed anywhere.
    Status check_lent(domain::UtcTime now) const;
    Status check_drill(const domain::Grant& grant) const;
    Status check_ordinary(const wire::SignGrant& request, const domain::Grant& grant, domain::UtcTime now) const;
    Result<ProvenIntent> prove_intent(const wire::SignEmergency& request) const;
    Status check_emergency(const domain::EmergencyIntent& intent, domain::Grant& grant, domain::UtcTime now) const;
    Result<domain::SignedGrant> seal(domain::Grant grant);
    Status adopt(Authority authority);
    /// What the log says was signed shortly before this start.
    void recall(const LogRecord& record);
    Status save_devices(DeviceBook devices);
    void log(domain::UtcTime now, std::uint64_t sequence, std::string what, std::string subject, std::string detail,
             Bytes envelope = {});

    Keeper& keeper_;
    Randomness random_;
    SealCost cost_;
    IssuerSequence sequence_;
    std::optional<Keys> keys_;
    std::optional<PolicyBook> policy_;
    wire::PolicyBundle policy_bundle_;
    DeviceBook devices_;
    OwnerSeen owner_;
    std::uint64_t skipped_for_ = 0;  ///< The epoch for which numbers were left out last.
    AnsweredIntents answered_;
    SignedBefore signed_before_;
};

}  // namespace village::signer
