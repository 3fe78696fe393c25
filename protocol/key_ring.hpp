// Who may speak, as a node (or an offline verifier) knows it: the roots it trusts, the delegations they signed, what was
// revoked. Verifies chain, signature, kind, priority and nodes of a key's scope; hours, windows and sequences are policy's.
// A value for one thread; `delegations()` and friends give back the envelopes to keep on disk.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "protocol/grant_codec.hpp"
#include "protocol/time_attestation.hpp"

namespace village::protocol {

struct VerifiedGrant {
    domain::SignedGrant signed_grant;
    Delegation delegation;      ///< The key's scope, for policy.
    domain::Sha256 grant_hash;  ///< SHA-256 of the payload, for the receipt.
};

struct VerifiedStop {
    domain::SignedStop signed_stop;
    Delegation delegation;
};

inline constexpr std::size_t delegations_max = 64;

class KeyRing {
public:
    /// Trusts these roots (compiled in, from disk, or from `bootstrap`).
    explicit KeyRing(TrustAnchors anchors) : anchors_(std::move(anchors)) {}

    /// First trust, at enrolment: the root key must have the fingerprint of the pairing ticket and have signed the anchors.
    static Result<KeyRing> bootstrap(const domain::Sha256& root_fingerprint, Bytes root_public_key, Bytes anchors_envelope);

    /// A higher version, signed by a present root; an equal or lower one is `replayed`.
    Status accept_anchors(Bytes envelope);
    /// Signed by a root, not revoked, lifetime within the limit. Kept by serial: the same serial with other bytes is
    /// `already_exists`; beyond `delegations_max` the one that ends first gives way.
    Result<Delegation> accept_delegation(Bytes envelope);
    /// Adds to what is revoked; nothing is ever taken back. A lower version is `replayed`.
    Status accept_revocations(Bytes envelope);

    /// `now` is empty while the node's clock is untrusted: then the delegation's validity is not looked at. Stored grants are
    /// verified when they arrive, with the time they arrived at. Errors: `key_unknown`, `key_revoked`, `signature_invalid`,
    /// `expired`, `out_of_scope`, `malformed`.
    Result<VerifiedGrant> verify_grant(Bytes envelope, std::optional<domain::UtcTime> now) const;
    Result<VerifiedStop> verify_stop(Bytes envelope, std::optional<domain::UtcTime> now) const;
    /// The attestation must carry our nonce; the delegation's validity is checked at the attested time.
    Result<TimeAttestation> verify_time(Bytes envelope, const TimeNonce& nonce) const;

    const TrustAnchors& anchors() const { return anchors_; }
    std::uint64_t revocations_version() const { return revocations_version_; }
    bool is_revoked(std::uint64_t serial) const { return revoked_.contains(serial); }
    bool knows(std::uint64_t serial) const { return delegations_.contains(serial); }
    std::vector<std::uint64_t> delegation_serials() const;
    /// The envelopes as accepted: to persist, or to send along with a START.
    std::vector<domain::SignedEnvelope> delegations() const;
    std::optional<Delegation> find_delegation(std::uint64_t serial) const;
    std::optional<domain::SignedEnvelope> find_delegation_envelope(std::uint64_t serial) const;

private:
    struct Kept {
        Delegation delegation;
        domain::SignedEnvelope envelope;
    };
    struct Opened {
        ByteVector payload;
        Delegation delegation;
    };
    Result<ByteVector> open_by_root(Bytes envelope, SignedPurpose purpose) const;
    Result<Opened> open_by_delegate(Bytes envelope, SignedPurpose purpose) const;
    void make_room();

    TrustAnchors anchors_;
    std::map<std::uint64_t, Kept> delegations_;
    std::set<std::uint64_t> revoked_;
    std::uint64_t revocations_version_ = 0;
};

}  // namespace village::protocol
