#include "controller/sessions/root_trust.hpp"

#include "protocol/envelope.hpp"
#include "protocol/grant_codec.hpp"
#include "protocol/session_codec.hpp"

namespace village::sessions {

RootTrust root_trust(const ports::TrustMaterial& material) {
    RootTrust trust;
    trust.root_key = material.root_key;
    for (const auto& envelope : material.anchors) trust.update.add_anchors(protocol::string_of(envelope));
    for (const auto& envelope : material.delegations) trust.update.add_delegations(protocol::string_of(envelope));
    trust.update.set_revocations(protocol::string_of(material.revocations));
    return trust;
}

std::vector<domain::SignedEnvelope> delegation_of(const RootTrust& trust, std::uint64_t serial) {
    for (const auto& bytes : trust.update.delegations()) {
        const auto view = protocol::bytes_of(bytes);
        const auto envelope = protocol::split_envelope(view);
        if (!envelope) continue;
        const auto delegation = protocol::decode_delegation(envelope->payload);
        if (delegation && delegation->serial == serial) return {domain::SignedEnvelope{{view.begin(), view.end()}}};
    }
    return {};
}

}  // namespace village::sessions
