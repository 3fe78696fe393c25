#include "protocol/session_limits.hpp"

#include <fmt/format.h>

#include "protocol/session.pb.h"
#include "protocol/signer.pb.h"

namespace village::protocol {
namespace {

constexpr std::size_t text_bytes_max = 1024;

/// Counts everything a message wants to be counted; the first thing over its limit is the answer.
class LimitCheck {
public:
    LimitCheck& list(const char* name, int size, int most) {
        return add(name, static_cast<std::size_t>(size), static_cast<std::size_t>(most));
    }
    LimitCheck& text(const char* name, const std::string& value) { return add(name, value.size(), text_bytes_max); }
    LimitCheck& bytes(const char* name, const std::string& value, std::size_t most) { return add(name, value.size(), most); }
    LimitCheck& also(const Status& status) {
        if (status_ && !status) status_ = status;
        return *this;
    }
    Status result() const { return status_; }

private:
    LimitCheck& add(const char* name, std::size_t size, std::size_t most) {
        if (status_ && size > most)
            status_ = domain::Error{domain::ErrorCode::too_large, fmt::format("{}: {} is over {}", name, size, most)};
        return *this;
    }
    Status status_;
};

Status check(const wire::TrustUpdate& trust) {
    return LimitCheck().list("anchors", trust.anchors_size(), 16).list("delegations", trust.delegations_size(), 64).result();
}

Status check(const wire::Hello& hello) {
    return LimitCheck()
        .list("versions", hello.versions_size(), 16)
        .list("delegation serials", hello.delegation_serials_size(), 64)
        .text("software version", hello.software_version())
        .result();
}

Status check(const wire::Hours& hours) {
    LimitCheck limits;
    limits.list("allowed hours", hours.allowed_size(), 16)
        .list("quiet hours", hours.also_quiet_size(), 16)
        .list("test hours", hours.tests_size(), 16)
        .list("days", hours.days_size(), 400);
    return limits.result();
}

Status check(const wire::NodePolicy& policy) {
    return LimitCheck()
        .also(check(policy.hours()))
        .text("node name", policy.node_name())
        .text("commune name", policy.commune_name())
        .result();
}

Status check(const wire::Welcome& welcome) {
    return LimitCheck()
        .also(check(welcome.trust()))
        .also(check(welcome.policy()))
        .text("controller version", welcome.controller_version())
        .result();
}

Status check(const wire::ContentHint& content) {
    return LimitCheck().bytes("chunk hashes", content.chunk_hashes(), 8192 * 32).result();
}

Status check(const wire::Plan& plan) {
    LimitCheck limits;
    limits.list("grants", plan.grants_size(), 2000)
        .list("contents", plan.contents_size(), 2000)
        .list("stops", plan.stops_size(), 256);
    for (const auto& content : plan.contents()) limits.also(check(content));
    return limits.result();
}

Status check(const wire::PlanAck& ack) {
    LimitCheck limits;
    limits.list("refused grants", ack.refused_size(), 2000);
    for (const auto& refusal : ack.refused()) limits.text("code", refusal.code()).text("detail", refusal.detail());
    return limits.result();
}

Status check(const wire::PrefetchHint& hint) {
    LimitCheck limits;
    limits.list("contents", hint.contents_size(), 512);
    for (const auto& content : hint.contents()) limits.also(check(content));
    return limits.result();
}

Status check(const wire::NodeStatus& status) {
    return LimitCheck()
        .list("contents ready", status.contents_ready_size(), 256)
        .list("contents lost", status.contents_lost_size(), 256)
        .list("contents playable", status.playable_now_size(), 256)
        .text("note", status.note())
        .result();
}

Status check(const wire::EnrolBegin& begin) {
    return LimitCheck()
        .list("versions", begin.versions_size(), 16)
        .bytes("certificate request", begin.certificate_request(), 4096)
        .text("device code", begin.device_code())
        .result();
}

Status check(const wire::EnrolResult& result) {
    return LimitCheck()
        .bytes("certificate", result.certificate(), 16 * 1024)
        .bytes("CA certificate", result.ca_certificate(), 16 * 1024)
        .also(check(result.trust()))
        .text("node name", result.node_name())
        .result();
}

Status check(const wire::Error& error) { return LimitCheck().text("code", error.code()).text("detail", error.detail()).result(); }

Status check(const wire::PolicyBundle& policy) {
    LimitCheck limits;
    limits.list("areas", policy.areas_size(), 256)
        .list("templates", policy.templates_size(), 4096)
        .list("device keys", policy.device_keys_size(), 512)
        .list("siren set", policy.siren_set_size(), 256)
        .also(check(policy.hours()));
    for (const auto& key : policy.device_keys())
        limits.list("areas of a device key", key.areas_size(), 64).text("name", key.name());
    for (const auto& area : policy.areas()) limits.text("area name", area.name());
    return limits.result();
}

}  // namespace

Status check_limits(const wire::Start& start) {
    return LimitCheck().list("delegations of a START", start.delegations_size(), 4).result();
}

Status check_limits(const wire::Stop& stop) {
    return LimitCheck().list("delegations of a STOP", stop.delegations_size(), 4).result();
}

Status check_limits(const wire::Quench& quench) {
    return LimitCheck().list("quenched broadcasts", quench.broadcasts_size(), 64).result();
}

Status check_limits(const wire::Ack& ack) { return LimitCheck().text("code", ack.code()).text("detail", ack.detail()).result(); }

Status check_limits(const wire::SessionMessage& message) {
    using wire::SessionMessage;
    switch (message.body_case()) {
        case SessionMessage::kHello: return check(message.hello());
        case SessionMessage::kWelcome: return check(message.welcome());
        case SessionMessage::kTrust: return check(message.trust());
        case SessionMessage::kPolicy: return check(message.policy());
        case SessionMessage::kPlan: return check(message.plan());
        case SessionMessage::kPlanAck: return check(message.plan_ack());
        case SessionMessage::kStart: return check_limits(message.start());
        case SessionMessage::kStop: return check_limits(message.stop());
        case SessionMessage::kQuench: return check_limits(message.quench());
        case SessionMessage::kAck: return check_limits(message.ack());
        case SessionMessage::kPrefetch: return check(message.prefetch());
        case SessionMessage::kStatus: return check(message.status());
        case SessionMessage::kEnrolBegin: return check(message.enrol_begin());
        case SessionMessage::kEnrolResult: return check(message.enrol_result());
        case SessionMessage::kError: return check(message.error());
        default: return {};
    }
}

Status check_limits(const wire::SignerRequest& message) {
    using wire::SignerRequest;
    switch (message.body_case()) {
        case SignerRequest::kSetup:
            return LimitCheck()
                .also(check(message.setup().policy()))
                .text("commune name", message.setup().commune_name())
                .result();
        case SignerRequest::kPolicyUpdate:
            return LimitCheck()
                .also(check(message.policy_update().policy()))
                .list("proofs", message.policy_update().proofs_size(), 8)
                .result();
        case SignerRequest::kSignGrant:
            return LimitCheck()
                .list("approvers", message.sign_grant().approvers_size(), 8)
                .text("reason", message.sign_grant().reason())
                .result();
        case SignerRequest::kRegisterDeviceKey:
            return LimitCheck()
                .list("areas", message.register_device_key().key().areas_size(), 64)
                .text("name", message.register_device_key().key().name())
                .result();
        case SignerRequest::kRevokeKeys: return LimitCheck().list("serials", message.revoke_keys().serials_size(), 64).result();
        default: return {};
    }
}

}  // namespace village::protocol
