#include "controller/signer/signer_core.hpp"

#include <fmt/format.h>

#include "controller/signer/field_bytes.hpp"
#include "protocol/envelope.hpp"
#include "protocol/grant_codec.hpp"
#include "protocol/intent_codec.hpp"
#include "protocol/time_attestation.hpp"
#include "scheduler/policy/sequence_window.hpp"

namespace village::signer {

SignerCore::SignerCore(Keeper& keeper, Randomness random, SealCost cost, std::uint64_t sequences_used)
    : keeper_(keeper), random_(std::move(random)), cost_(cost), sequence_(keeper, sequences_used) {}

Result<std::unique_ptr<SignerCore>> SignerCore::start(KeptState kept, Keeper& keeper, Randomness random, SealCost cost) {
    std::unique_ptr<SignerCore> core(new SignerCore(keeper, std::move(random), cost, kept.sequences_used_up_to));
    if (kept.authority)
        if (auto done = core->adopt(std::move(*kept.authority)); !done) return done.error();
    if (kept.policy) {
        auto book = PolicyBook::read(*kept.policy);
        if (!book) return book.error();
        core->policy_ = std::move(*book);
        core->policy_bundle_ = std::move(*kept.policy);
    }
    auto devices = DeviceBook::read(kept.devices, kept.revoked_devices);
    if (!devices) return devices.error();
    core->devices_ = std::move(*devices);
    core->owner_ = std::move(kept.owner);
    for (const auto& record : kept.recent) core->recall(record);
    if (core->is_set_up())
        if (auto done = core->sequence_.prepare(); !done) return done.error();
    return core;
}

void SignerCore::recall(const LogRecord& record) {
    const auto envelope = protocol::split_envelope(domain::as_bytes(record.envelope));
    if (!envelope || record.entry.subject().size() != 16) return;
    auto grant = protocol::decode_grant(envelope->payload);
    if (!grant) return;
    domain::SignedGrant answered{std::move(*grant), {{record.envelope.begin(), record.envelope.end()}}};
    const auto at = domain::utc_from_us(record.entry.at());
    if (record.entry.what() == "grant") {
        const bool is_lent = keys_ && (envelope->key_serial == keys_->authority.live.serial ||
                                       envelope->key_serial == keys_->authority.drill.serial);
        if (is_lent) signed_before_.remember(std::move(answered), at);
        return;
    }
    domain::UuidBytes key{};
    std::copy(record.entry.subject().begin(), record.entry.subject().end(), key.begin());
    answered_.remember(key, std::move(answered), at);
}

Status SignerCore::adopt(Authority authority) {
    auto live = protocol::Ed25519KeyPair::from_seed(authority.live.seed.view());
    auto drill = protocol::Ed25519KeyPair::from_seed(authority.drill.seed.view());
    keys_.emplace(Keys{std::move(authority), std::move(live), std::move(drill)});
    signed_before_.clear();
    return {};
}

void SignerCore::rest() {
    // A disk that refuses says so to whoever needs the block.
    if (is_set_up()) (void)sequence_.reserve_ahead();
}

domain::Sha256 SignerCore::root_fingerprint() const { return keys_ ? keys_->authority.root.fingerprint() : domain::Sha256{}; }

domain::UtcTime SignerCore::delegated_until() const { return keys_ ? keys_->authority.delegated_until : domain::UtcTime{}; }

namespace {

void write_error(const Error& error, wire::Error& written) {
    written.set_code(std::string(domain::error_name(error.code)));
    written.set_detail(error.detail);
    if (!error.rule) return;
    written.set_rule(error.rule->name);
    written.set_limit(error.rule->limit);
    written.set_found(error.rule->found);
}

}  // namespace

wire::SignerResponse SignerCore::handle(const wire::SignerRequest& request, domain::UtcTime now) {
    wire::SignerResponse response;
    if (auto done = answer(request, now, response); !done) {
        log(now, 0, "refused", {}, fmt::format("{}: {}", domain::error_name(done.error().code), done.error().detail));
        write_error(done.error(), *response.mutable_error());
    }
    response.set_id(request.id());
    return response;
}

namespace {

/// What is ordinary, and what changes the rules. An emergency is the officer's, whoever carries his Intent, and needs attested clocks; a
/// STOP is signed for whoever asks; keys are a person's, with the recovery passphrase.
bool is_the_owners(wire::SignerRequest::BodyCase what) {
    using Body = wire::SignerRequest::BodyCase;
    return what == Body::kSignGrant || what == Body::kPolicyUpdate || what == Body::kRegisterDeviceKey ||
           what == Body::kRevokeDeviceKey;
}

/// This signer may have been restored from a backup, too: loudspeakers have obeyed a controller that it never met, or the one it obeys
/// rose above such a one. That one's signer went on counting where ours was, and what loudspeakers have seen they refuse.
bool follows_another(const OwnerSeen& before, const OwnerSeen& now) {
    return before.epoch > 0 && (now.id == before.id || now.epoch > before.epoch + 1);
}

/// Half of what a loudspeaker remembers: what was signed before is still new to who has not seen it.
constexpr std::uint64_t left_to_another = policy::SequenceWindow::size / 2;

}  // namespace

Status SignerCore::check_owner(const wire::SignerRequest& request, domain::UtcTime now) {
    const OwnerSeen asking{request.owner_epoch(), request.owner()};
    if (asking.epoch == owner_.epoch && asking.id == owner_.id) return {};
    if (asking.epoch <= owner_.epoch)
        return Error{ErrorCode::superseded,
                     fmt::format("another controller owns this commune, with epoch {}; this one came with {}", owner_.epoch,
                                 asking.epoch)};
    if (asking.id.size() != 16) return Error{ErrorCode::malformed, "the id of a controller has 16 bytes"};
    if (is_set_up() && follows_another(owner_, asking) && skipped_for_ < asking.epoch) {
        if (auto skipped = sequence_.skip(left_to_another); !skipped) return skipped;
        // Whoever asks again because his name could not be kept uses up no more of them.
        skipped_for_ = asking.epoch;
    }
    if (auto saved = keeper_.save_owner(asking); !saved) return saved;
    owner_ = asking;
    log(now, 0, "owner", asking.id, fmt::format("epoch {}", asking.epoch));
    return {};
}

Status SignerCore::answer(const wire::SignerRequest& request, domain::UtcTime now, wire::SignerResponse& response) {
    using Body = wire::SignerRequest::BodyCase;
    if (is_the_owners(request.body_case()))
        if (auto owns = check_owner(request, now); !owns) return owns;
    switch (request.body_case()) {
        case Body::kSetup: return set_up(request.setup(), now, *response.mutable_setup_done());
        case Body::kStatus: describe(now, *response.mutable_status()); return {};
        case Body::kSignGrant: return sign_grant(request.sign_grant(), now, *response.mutable_signed_grant());
        case Body::kSignEmergency: return sign_emergency(request.sign_emergency(), now, *response.mutable_signed_grant());
        case Body::kSignStop: return sign_stop(request.sign_stop(), now, *response.mutable_signed_stop());
        case Body::kAttestTime: return attest_time(request.attest_time(), now, *response.mutable_time_attestation());
        case Body::kRegisterDeviceKey: return register_device(request.register_device_key(), now, *response.mutable_device_key());
        case Body::kRevokeDeviceKey: return revoke_device(request.revoke_device_key(), now, *response.mutable_device_key());
        case Body::kPolicyUpdate: return take_policy(request.policy_update(), now, *response.mutable_policy_accepted());
        case Body::kRenewDelegations: return renew(request.renew_delegations(), now, *response.mutable_trust());
        case Body::kRevokeKeys: return revoke(request.revoke_keys(), now, *response.mutable_trust());
        case Body::kQueryLog: {
            auto page = keeper_.read_log(request.query_log().after_sequence(), request.query_log().limit());
            if (!page) return page.error();
            *response.mutable_log() = std::move(*page);
            return {};
        }
        case Body::BODY_NOT_SET: break;
    }
    return Error{ErrorCode::unsupported_version, "this signer does not know such a request; is the controller newer?"};
}

Status SignerCore::check_ready() const {
    if (!keys_) return Error{ErrorCode::setup_needed, "the signer has no keys yet; run village-signer --setup"};
    return {};
}

Status SignerCore::check_lent(domain::UtcTime now) const {
    if (auto ready = check_ready(); !ready) return ready;
    if (now < delegated_until()) return {};
    return Error{ErrorCode::setup_needed,
                 fmt::format("the live key was lent until {}: run village-signer --renew with the recovery passphrase",
                             domain::utc_text(delegated_until()))};
}

Status SignerCore::set_up(const wire::Setup& request, domain::UtcTime now, wire::SetupDone& done) {
    if (keys_) return Error{ErrorCode::setup_already_done, "this folder has its keys"};
    if (!request.commune().empty() && request.commune().size() != 16)
        return Error{ErrorCode::malformed, "the commune's id has 16 bytes"};
    const bool makes_one = request.recovery_passphrase().empty();
    const auto passphrase = makes_one ? make_passphrase(random_) : request.recovery_passphrase();
    auto authority = make_authority(request.commune(), passphrase, random_, now, cost_);
    if (!authority) return authority.error();
    if (request.has_policy()) {
        wire::PolicyUpdate update;
        *update.mutable_policy() = request.policy();
        wire::PolicyAccepted accepted;
        if (auto taken = take_policy(update, now, accepted); !taken) return taken;
    }
    if (auto saved = keeper_.save_authority(*authority); !saved) return saved;
    if (auto ready = sequence_.prepare(); !ready) return ready;
    if (auto adopted = adopt(std::move(*authority)); !adopted) return adopted;
    if (makes_one) done.set_recovery_passphrase(passphrase);
    done.set_root_public_key(as_string(keys_->authority.root.bytes));
    done.set_root_fingerprint(as_string(root_fingerprint().bytes));
    *done.mutable_trust() = keys_->authority.trust;
    done.set_policy_epoch(policy_ ? policy_->epoch() : 0);
    log(now, 0, "keys", request.commune(), "root and delegations were made");
    return {};
}

void SignerCore::describe(domain::UtcTime now, wire::SignerStatus& status) const {
    status.set_set_up(is_set_up());
    status.set_policy_epoch(policy_ ? policy_->epoch() : 0);
    status.set_highest_issuer_sequence(sequence_.highest());
    status.set_clock(domain::to_us(now));
    status.set_device_keys(static_cast<std::uint32_t>(devices_.size()));
    status.set_software_version("0.1.0");
    status.set_owner_epoch(owner_.epoch);
    if (!keys_) return;
    status.set_commune(keys_->authority.commune);
    status.set_root_public_key(as_string(keys_->authority.root.bytes));
    status.set_root_fingerprint(as_string(root_fingerprint().bytes));
    *status.mutable_trust() = keys_->authority.trust;
    status.set_delegated_until(domain::to_us(delegated_until()));
}

Status SignerCore::sign_stop(const wire::SignStop& request, domain::UtcTime now, wire::SignedStop& done) {
    if (auto ready = check_ready(); !ready) return ready;
    auto stop = protocol::read_stop(request.stop());
    if (!stop) return stop.error();
    auto sequence = sequence_.next();
    if (!sequence) return sequence.error();
    std::array<std::uint8_t, 10> random{};
    random_(random);
    stop->id = domain::GrantId{domain::make_uuid_v7(now, random)};
    stop->issuer_sequence = *sequence;
    stop->issued_at = now;
    // Never what is still to come: the controller may not know the newest sequence.
    if (stop->nodes)
        stop->up_to_sequence = std::clamp<std::uint64_t>(stop->up_to_sequence, 1, std::max<std::uint64_t>(*sequence - 1, 1));
    const auto signed_stop = protocol::sign_stop(keys_->live, keys_->authority.live.serial, std::move(*stop));
    done.set_envelope(as_string(signed_stop.envelope.bytes));
    protocol::write_stop(signed_stop.stop, *done.mutable_stop());
    log(now, *sequence, "stop", as_string(signed_stop.stop.id.bytes), domain::hex_text(domain::as_bytes(request.officer())),
        signed_stop.envelope.bytes);
    return {};
}

Status SignerCore::attest_time(const wire::AttestTime& request, domain::UtcTime now, std::string& done) {
    if (auto ready = check_ready(); !ready) return ready;
    protocol::TimeAttestation attestation;
    if (request.nonce().size() != attestation.nonce.size()) return Error{ErrorCode::malformed, "the nonce has 16 bytes"};
    std::copy(request.nonce().begin(), request.nonce().end(), attestation.nonce.begin());
    attestation.utc = now;
    attestation.policy_epoch = policy_ ? policy_->epoch() : 0;
    attestation.highest_issuer_sequence = sequence_.highest();
    done = as_string(protocol::sign_time(keys_->live, keys_->authority.live.serial, attestation).bytes);
    return {};
}

Status SignerCore::save_devices(DeviceBook devices) {
    if (auto saved = keeper_.save_devices(devices.to_wire(), devices.revoked()); !saved) return saved;
    devices_ = std::move(devices);
    return {};
}

Status SignerCore::register_device(const wire::RegisterDeviceKey& request, domain::UtcTime now, wire::DeviceKeyRegistered& done) {
    if (!request.proof().empty()) {
        auto id = read_bytes<domain::DeviceKeyId>(request.key().id(), "the device's id");
        if (!id) return id.error();
        auto owner = read_bytes<domain::OperatorId>(request.key().owner(), "the device's owner");
        if (!owner) return owner.error();
        const auto key = domain::as_bytes(request.key().public_key());
        const auto text = protocol::device_registration_bytes(*id, *owner, key);
        if (auto proven = protocol::verify_p256(key, text, domain::as_bytes(request.proof())); !proven) return proven;
    }
    auto devices = devices_;
    if (auto put = devices.put(request.key()); !put) return put;
    if (auto saved = save_devices(std::move(devices)); !saved) return saved;
    done.set_id(request.key().id());
    log(now, 0, "device key", request.key().id(), request.proof().empty() ? "registered without proof" : "registered");
    return {};
}

Status SignerCore::revoke_device(const wire::RevokeDeviceKey& request, domain::UtcTime now, wire::DeviceKeyRegistered& done) {
    done.set_id(request.id());
    // The controller says it again whenever it introduces its devices.
    if (devices_.is_revoked(request.id())) return {};
    auto devices = devices_;
    if (auto revoked = devices.revoke(request.id()); !revoked) return revoked;
    if (auto saved = save_devices(std::move(devices)); !saved) return saved;
    log(now, 0, "device key", request.id(), "revoked");
    return {};
}

// Proofs of approvers are not asked for yet; this is the one place where they will be.
Status SignerCore::take_policy(const wire::PolicyUpdate& request, domain::UtcTime now, wire::PolicyAccepted& done) {
    const auto& bundle = request.policy();
    const auto present = policy_ ? policy_->epoch() : 0;
    if (policy_ && same_policy(bundle, policy_bundle_)) {
        done.set_epoch(present);
        return {};
    }
    if (bundle.epoch() != present + 1)
        return Error{ErrorCode::version_conflict, fmt::format("policy {} is in force; the next is {}", present, present + 1)};
    auto book = PolicyBook::read(bundle);
    if (!book) return book.error();
    auto devices = devices_;
    for (const auto& key : bundle.device_keys())
        if (auto put = devices.put(key); !put) return put;
    if (bundle.device_keys_size() > 0)
        if (auto saved = save_devices(std::move(devices)); !saved) return saved;
    if (auto saved = keeper_.save_policy(bundle); !saved) return saved;
    policy_ = std::move(*book);
    policy_bundle_ = bundle;
    done.set_epoch(policy_->epoch());
    log(now, 0, "policy", bundle.commune(), fmt::format("epoch {}{}", bundle.epoch(), bundle.demo() ? ", demonstration" : ""));
    return {};
}

Status SignerCore::renew(const wire::RenewDelegations& request, domain::UtcTime now, wire::TrustUpdate& done) {
    if (auto ready = check_ready(); !ready) return ready;
    auto renewed = renew_authority(keys_->authority, request.recovery_passphrase(), now);
    if (!renewed) return renewed.error();
    if (auto saved = keeper_.save_authority(*renewed); !saved) return saved;
    log(now, 0, "keys", {}, "delegations were renewed");
    done = renewed->trust;
    return adopt(std::move(*renewed));
}

Status SignerCore::revoke(const wire::RevokeKeys& request, domain::UtcTime now, wire::TrustUpdate& done) {
    if (auto ready = check_ready(); !ready) return ready;
    const std::vector<std::uint64_t> serials(request.serials().begin(), request.serials().end());
    auto revoked = revoke_keys(keys_->authority, serials, request.recovery_passphrase(), random_, now);
    if (!revoked) return revoked.error();
    if (auto saved = keeper_.save_authority(*revoked); !saved) return saved;
    log(now, 0, "keys", {}, fmt::format("revoked {} serials", serials.size()));
    done = revoked->trust;
    return adopt(std::move(*revoked));
}

void SignerCore::log(domain::UtcTime now, std::uint64_t sequence, std::string what, std::string subject, std::string detail,
                     Bytes envelope) {
    LogRecord record;
    record.entry.set_issuer_sequence(sequence);
    record.entry.set_at(domain::to_us(now));
    record.entry.set_what(std::move(what));
    record.entry.set_subject(std::move(subject));
    record.entry.set_detail(std::move(detail));
    record.envelope = as_string(envelope);
    keeper_.log(std::move(record));
}

}  // namespace village::signer
