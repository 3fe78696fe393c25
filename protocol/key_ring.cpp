#include "protocol/key_ring.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/envelope.hpp"

namespace village::protocol {
namespace {

using domain::Error;
using domain::ErrorCode;

Error out_of_scope(const Delegation& delegation, std::string_view what) {
    return {ErrorCode::out_of_scope, fmt::format("key {} may not sign {}", delegation.serial, what)};
}

Status check_validity(const Delegation& delegation, domain::UtcTime now) {
    if (now >= delegation.not_before && now <= delegation.not_after) return {};
    return Error{ErrorCode::expired, fmt::format("key {} is valid from {} to {}, not at {}", delegation.serial,
                                                 domain::utc_text(delegation.not_before), domain::utc_text(delegation.not_after),
                                                 domain::utc_text(now))};
}

bool reaches(const Delegation& delegation, const domain::NodeSet& nodes) {
    return !delegation.nodes || nodes.is_subset_of(*delegation.nodes);
}

Status check_scope(const Delegation& delegation, const domain::Grant& grant) {
    if (!delegation.acts.allows(grant.kind)) return out_of_scope(delegation, "grants of this kind");
    if (!delegation.allows(grant.priority)) return out_of_scope(delegation, "grants of this priority");
    if (!reaches(delegation, grant.nodes)) return out_of_scope(delegation, "for all nodes of this grant");
    return {};
}

Status check_scope(const Delegation& delegation, const domain::StopOrder& stop) {
    if (!delegation.acts.stop) return out_of_scope(delegation, "stops");
    if (stop.nodes && !reaches(delegation, *stop.nodes)) return out_of_scope(delegation, "for all nodes of this stop");
    return {};
}

}  // namespace

Result<KeyRing> KeyRing::bootstrap(const domain::Sha256& root_fingerprint, Bytes root_public_key, Bytes anchors_envelope) {
    auto key = Ed25519PublicKey::from(root_public_key);
    if (!key) return key.error();
    if (key->fingerprint() != root_fingerprint)
        return Error{ErrorCode::key_unknown, "the root is not the one of the pairing ticket"};
    auto payload = open_envelope(anchors_envelope, *key, SignedPurpose::anchors);
    if (!payload) return payload.error();
    auto anchors = decode_anchors(*payload);
    if (!anchors) return anchors.error();
    auto is_ours = [&](const TrustAnchors::Root& root) { return root.public_key == *key; };
    if (std::none_of(anchors->roots.begin(), anchors->roots.end(), is_ours)) {
        return Error{ErrorCode::key_unknown, "the anchors do not name the root that signed them"};
    }
    return KeyRing(std::move(*anchors));
}

Result<ByteVector> KeyRing::open_by_root(Bytes envelope, SignedPurpose purpose) const {
    auto parts = split_envelope(envelope);
    if (!parts) return parts.error();
    for (const auto& root : anchors_.roots) {
        if (root.serial == parts->key_serial) return open_envelope(envelope, root.public_key, purpose);
    }
    return Error{ErrorCode::key_unknown, fmt::format("no root {} is trusted here", parts->key_serial)};
}

Result<KeyRing::Opened> KeyRing::open_by_delegate(Bytes envelope, SignedPurpose purpose) const {
    auto parts = split_envelope(envelope);
    if (!parts) return parts.error();
    if (is_revoked(parts->key_serial)) return Error{ErrorCode::key_revoked, fmt::format("key {} was revoked", parts->key_serial)};
    auto kept = delegations_.find(parts->key_serial);
    if (kept == delegations_.end())
        return Error{ErrorCode::key_unknown, fmt::format("no delegation {} is known", parts->key_serial)};
    const auto& delegation = kept->second.delegation;
    auto payload = open_envelope(envelope, delegation.public_key, purpose);
    if (!payload) return payload.error();
    return Opened{std::move(*payload), delegation};
}

Status KeyRing::accept_anchors(Bytes envelope) {
    auto payload = open_by_root(envelope, SignedPurpose::anchors);
    if (!payload) return payload.error();
    auto anchors = decode_anchors(*payload);
    if (!anchors) return anchors.error();
    if (anchors->version <= anchors_.version) {
        return Error{ErrorCode::replayed,
                     fmt::format("trust anchors {} are not newer than {}", anchors->version, anchors_.version)};
    }
    anchors_ = std::move(*anchors);
    // A root that went takes what it had lent with it; what a present root signed is accepted again at once.
    auto lent = std::move(delegations_);
    delegations_.clear();
    for (const auto& [serial, kept] : lent) (void)accept_delegation(kept.envelope.bytes);
    return {};
}

Result<Delegation> KeyRing::accept_delegation(Bytes envelope) {
    auto payload = open_by_root(envelope, SignedPurpose::delegation);
    if (!payload) return payload.error();
    auto delegation = decode_delegation(*payload);
    if (!delegation) return delegation.error();
    if (is_revoked(delegation->serial))
        return Error{ErrorCode::key_revoked, fmt::format("key {} was revoked", delegation->serial)};
    if (auto known = find_delegation(delegation->serial)) {
        if (*known == *delegation) return delegation;
        return Error{ErrorCode::already_exists, fmt::format("delegation {} is known with another content", delegation->serial)};
    }
    make_room();
    delegations_[delegation->serial] = {*delegation, {{envelope.begin(), envelope.end()}}};
    return delegation;
}

void KeyRing::make_room() {
    if (delegations_.size() < delegations_max) return;
    auto ends_first = std::min_element(delegations_.begin(), delegations_.end(), [](const auto& left, const auto& right) {
        return left.second.delegation.not_after < right.second.delegation.not_after;
    });
    delegations_.erase(ends_first);
}

Status KeyRing::accept_revocations(Bytes envelope) {
    auto payload = open_by_root(envelope, SignedPurpose::revocations);
    if (!payload) return payload.error();
    auto revocations = decode_revocations(*payload);
    if (!revocations) return revocations.error();
    if (revocations->version < revocations_version_) {
        return Error{ErrorCode::replayed,
                     fmt::format("revocations {} are older than {}", revocations->version, revocations_version_)};
    }
    revocations_version_ = revocations->version;
    revoked_.insert(revocations->serials.begin(), revocations->serials.end());
    for (auto serial : revocations->serials) delegations_.erase(serial);
    return {};
}

Result<VerifiedGrant> KeyRing::verify_grant(Bytes envelope, std::optional<domain::UtcTime> now) const {
    auto opened = open_by_delegate(envelope, SignedPurpose::grant);
    if (!opened) return opened.error();
    auto grant = decode_grant(opened->payload);
    if (!grant) return grant.error();
    if (now) {
        if (auto valid = check_validity(opened->delegation, *now); !valid) return valid.error();
    }
    if (auto scope = check_scope(opened->delegation, *grant); !scope) return scope.error();
    auto hash = domain::sha256(Bytes{opened->payload});
    return VerifiedGrant{{std::move(*grant), {{envelope.begin(), envelope.end()}}}, std::move(opened->delegation), hash};
}

Result<VerifiedStop> KeyRing::verify_stop(Bytes envelope, std::optional<domain::UtcTime> now) const {
    auto opened = open_by_delegate(envelope, SignedPurpose::stop);
    if (!opened) return opened.error();
    auto stop = decode_stop(opened->payload);
    if (!stop) return stop.error();
    if (now) {
        if (auto valid = check_validity(opened->delegation, *now); !valid) return valid.error();
    }
    if (auto scope = check_scope(opened->delegation, *stop); !scope) return scope.error();
    return VerifiedStop{{std::move(*stop), {{envelope.begin(), envelope.end()}}}, std::move(opened->delegation)};
}

Result<TimeAttestation> KeyRing::verify_time(Bytes envelope, const TimeNonce& nonce) const {
    auto opened = open_by_delegate(envelope, SignedPurpose::time);
    if (!opened) return opened.error();
    auto attestation = decode_time_attestation(opened->payload);
    if (!attestation) return attestation.error();
    if (attestation->nonce != nonce) return Error{ErrorCode::replayed, "the time attestation answers another question"};
    if (!opened->delegation.acts.time) return out_of_scope(opened->delegation, "the time");
    if (auto valid = check_validity(opened->delegation, attestation->utc); !valid) return valid.error();
    return attestation;
}

std::vector<std::uint64_t> KeyRing::delegation_serials() const {
    std::vector<std::uint64_t> serials;
    for (const auto& [serial, kept] : delegations_) serials.push_back(serial);
    return serials;
}

std::vector<domain::SignedEnvelope> KeyRing::delegations() const {
    std::vector<domain::SignedEnvelope> envelopes;
    for (const auto& [serial, kept] : delegations_) envelopes.push_back(kept.envelope);
    return envelopes;
}

std::optional<Delegation> KeyRing::find_delegation(std::uint64_t serial) const {
    auto kept = delegations_.find(serial);
    if (kept == delegations_.end()) return std::nullopt;
    return kept->second.delegation;
}

std::optional<domain::SignedEnvelope> KeyRing::find_delegation_envelope(std::uint64_t serial) const {
    auto kept = delegations_.find(serial);
    if (kept == delegations_.end()) return std::nullopt;
    return kept->second.envelope;
}

}  // namespace village::protocol
