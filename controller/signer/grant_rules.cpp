// Which grants the signer signs: ordinary ones by the commune's policy, emergencies by an officer's Intent.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "controller/signer/signer_core.hpp"
#include "protocol/grant_codec.hpp"
#include "protocol/intent_codec.hpp"
#include "scheduler/policy/approval.hpp"
#include "scheduler/policy/check_grant.hpp"

namespace village::signer {
namespace {

constexpr std::chrono::minutes emergency_start_ahead_max{2};
constexpr std::chrono::seconds emergency_start_behind_max{10};
constexpr std::chrono::hours emergency_window_max{2};
constexpr std::size_t approvers_max = 8;

policy::GrantContext context_of(const PolicyBook& book, domain::UtcTime now) {
    policy::GrantContext context;
    context.now = now;
    context.scope = &book.commune_nodes();
    context.hours = &book.hours();
    return context;
}

/// What people wrote or speak. The words of drills, tests and the all-clear are laid down beforehand.
bool is_approved_by_people(domain::BroadcastKind kind) {
    return kind == domain::BroadcastKind::scheduled || kind == domain::BroadcastKind::live;
}

/// What is no name of a person is nobody's.
std::optional<domain::OperatorId> person_of(const std::string& name) {
    domain::OperatorId person;
    if (name.size() != person.bytes.size()) return std::nullopt;
    std::ranges::copy(name, person.bytes.begin());
    return person;
}

std::size_t approvals_of(const wire::SignGrant& request) {
    std::vector<domain::OperatorId> approvers;
    for (const auto& name : request.approvers())
        if (const auto approver = person_of(name)) approvers.push_back(*approver);
    return policy::count_approvers(approvers, person_of(request.author()).value_or(domain::OperatorId{}));
}

void put_signed(const domain::SignedGrant& grant, wire::SignedGrant& done) {
    done.set_envelope(std::string(grant.envelope.bytes.begin(), grant.envelope.bytes.end()));
    protocol::write_grant(grant.grant, *done.mutable_grant());
}

}  // namespace

Status SignerCore::check_ordinary(const wire::SignGrant& request, const domain::Grant& grant, domain::UtcTime now) const {
    if (domain::is_called(grant.kind))
        return Error{ErrorCode::not_permitted, "an emergency or an all-clear needs an Intent, signed by an officer's own device"};
    if (grant.quiet_hours && !policy_->opens_quiet_hours_for(grant))
        return Error{ErrorCode::quiet_hours,
                     "in the quiet hours nothing but an emergency, or what a surge period names, is permitted"};
    if (grant.outside_hours && request.reason().empty())
        return Error{ErrorCode::confirmation_needed, "outside the allowed hours a reason and a confirmation are needed"};
    if (request.approvers_size() > static_cast<int>(approvers_max)) return Error{ErrorCode::too_large, "more than 8 approvers"};
    if (is_approved_by_people(grant.kind) && approvals_of(request) < policy_->approvals_needed())
        return Error{ErrorCode::not_approved, fmt::format("this commune asks for {} approvals by others than the author, {} came",
                                                          policy_->approvals_needed(), approvals_of(request))};
    // Else whoever has the controller could warn without an officer.
    const auto warns = [&](const std::optional<domain::ContentHash>& sound) { return sound && policy_->is_siren(*sound); };
    if (warns(grant.content) || warns(grant.chime))
        return Error{ErrorCode::not_permitted, "what warns is heard by an officer's Intent alone, and never in a drill"};
    if (grant.kind == domain::BroadcastKind::drill)
        if (auto harmless = check_drill(grant); !harmless) return harmless;
    if (grant.starts_at > now + horizon || grant.not_after > now + horizon + std::chrono::hours{24})
        return Error{ErrorCode::invalid_argument, "grants are signed at most 31 days ahead"};
    return policy::check_grant(grant, context_of(*policy_, now));
}

/// Not what is forbidden but what is laid down: a sound that was rendered for a drill at these loudspeakers (S22).
Status SignerCore::check_drill(const domain::Grant& grant) const {
    if (!grant.content) return Error{ErrorCode::not_permitted, "a drill sounds what was rendered for it, nothing else"};
    if (grant.outside_hours || grant.quiet_hours)
        return Error{ErrorCode::not_permitted, "a drill keeps to the hours, whatever the reason"};
    if (!policy_->is_drill(*grant.content, grant.nodes))
        return Error{ErrorCode::not_permitted, "this audio is not what was rendered for a drill at these loudspeakers"};
    return {};
}

Status SignerCore::sign_grant(const wire::SignGrant& request, domain::UtcTime now, wire::SignedGrant& done) {
    if (auto ready = check_lent(now); !ready) return ready;
    if (!policy_) return Error{ErrorCode::setup_needed, "the signer has no policy yet; the controller sends it at its start"};
    if (auto written = keeper_.log_health(); !written) return written;  // What cannot be recorded is not ordinary.
    auto grant = protocol::read_grant(request.grant());
    if (!grant) return grant.error();
    grant->volume_cap_percent = std::min(grant->volume_cap_percent, policy_->volume_cap_percent());
    if (const auto* before = signed_before_.find(*grant, policy_->epoch())) {
        put_signed(*before, done);
        return {};
    }
    if (auto allowed = check_ordinary(request, *grant, now); !allowed) return allowed;
    std::array<std::uint8_t, 10> random{};
    random_(random);
    grant->id = domain::GrantId{domain::make_uuid_v7(now, random)};
    auto sealed = seal(std::move(*grant));
    if (!sealed) return sealed.error();
    put_signed(*sealed, done);
    signed_before_.remember(*sealed, now);
    log(now, sealed->grant.issuer_sequence, "grant", std::string(sealed->grant.id.bytes.begin(), sealed->grant.id.bytes.end()),
        request.reason(), sealed->envelope.bytes);
    return {};
}

Result<SignerCore::ProvenIntent> SignerCore::prove_intent(const wire::SignEmergency& request) const {
    auto intent = protocol::decode_intent(domain::as_bytes(request.intent()));
    if (!intent) return intent.error();
    const auto signature = domain::as_bytes(request.intent_signature());
    intent->signature.assign(signature.begin(), signature.end());
    auto key = devices_.find(*intent);
    if (!key) return key.error();
    if (auto proven = protocol::verify_intent(*intent, domain::as_bytes(key->public_key)); !proven) return proven.error();
    const bool inside = std::any_of(key->areas.begin(), key->areas.end(),
                                    [&](domain::AreaId area) { return policy_->area_contains(area, intent->area); });
    if (!inside)
        return Error{ErrorCode::not_permitted, "this officer may not call an emergency for this area",
                     domain::BrokenRule{"own_area", {}, {}}};
    return ProvenIntent{std::move(*intent), policy_->level_of(key->areas)};
}

Status SignerCore::check_emergency(const domain::EmergencyIntent& intent, domain::Grant& grant, domain::UtcTime now) const {
    if (auto fresh = domain::check_age(intent, now); !fresh) return fresh;
    if (!domain::is_called(grant.kind)) return Error{ErrorCode::malformed, "an Intent permits an emergency or an all-clear"};
    const domain::BrokenRule rendered{"rendered", {}, {}};
    if (!grant.content)
        return Error{ErrorCode::not_permitted, "an emergency sounds what was rendered for it, nothing else", rendered};
    const auto* sound = policy_->find_sound(intent, *grant.content);
    if (!sound)
        return Error{ErrorCode::not_permitted, "this audio is not what was rendered for this template and area", rendered};
    if (sound->all_clear != (grant.kind == domain::BroadcastKind::all_clear))
        return Error{ErrorCode::not_permitted, "an all-clear template goes with the kind all_clear, and no other", rendered};
    const auto* area = policy_->nodes_of(sound->area);
    if (!area || !grant.nodes.is_subset_of(*area))
        return Error{ErrorCode::out_of_scope, "the grant reaches nodes outside the area of the Intent"};
    if (grant.starts_at > now + emergency_start_ahead_max || grant.starts_at < now - emergency_start_behind_max)
        return Error{ErrorCode::invalid_argument, "an emergency starts now"};
    if (grant.not_after > now + emergency_window_max)
        return Error{ErrorCode::too_long, "an emergency's window is 2 hours at most"};
    grant.max_duration = std::min(grant.max_duration, sound->max_duration);
    grant.outside_hours = grant.quiet_hours = true;
    return policy::check_grant(grant, context_of(*policy_, now));
}

Status SignerCore::sign_emergency(const wire::SignEmergency& request, domain::UtcTime now, wire::SignedGrant& done) {
    if (auto ready = check_lent(now); !ready) return ready;
    if (!policy_) return Error{ErrorCode::setup_needed, "the signer has no policy yet; the controller sends it at its start"};
    const auto proven = prove_intent(request);
    if (!proven) return proven.error();
    const auto& intent = proven->intent;
    auto grant = protocol::read_grant(request.grant());
    if (!grant) return grant.error();
    auto before = answered_.find(intent, grant->nodes);
    if (!before) return before.error();
    // However old the Intent is by now: nothing new is permitted by giving the same bytes again.
    if (*before) {
        put_signed(**before, done);
        return {};
    }
    if (auto allowed = check_emergency(intent, *grant, now); !allowed) return allowed;
    grant->issuer_level = proven->level;
    std::array<std::uint8_t, 10> random{};
    random_(random);
    grant->id = domain::GrantId{domain::make_uuid_v7(now, random)};
    auto sealed = seal(std::move(*grant));
    if (!sealed) return sealed.error();
    put_signed(*sealed, done);
    answered_.remember(intent, *sealed, now);
    log(now, sealed->grant.issuer_sequence, "emergency",
        std::string(intent.idempotency_key.begin(), intent.idempotency_key.end()),
        fmt::format("officer {} device {}", intent.officer.text(), intent.device.text()), sealed->envelope.bytes);
    return {};
}

Result<domain::SignedGrant> SignerCore::seal(domain::Grant grant) {
    auto sequence = sequence_.next();
    if (!sequence) return sequence.error();
    grant.issuer_sequence = *sequence;
    grant.policy_epoch = policy_->epoch();
    const bool is_drill = grant.kind == domain::BroadcastKind::drill;
    const auto& key = is_drill ? keys_->drill : keys_->live;
    const auto serial = is_drill ? keys_->authority.drill.serial : keys_->authority.live.serial;
    return protocol::sign_grant(key, serial, std::move(grant));
}

}  // namespace village::signer
