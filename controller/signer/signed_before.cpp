#include "controller/signer/signed_before.hpp"

#include <algorithm>
#include <tuple>

namespace village::signer {
namespace {

/// What makes it another sound. Permissions are not among it: whoever gets the same bytes again may no more than before.
auto sound_of(const domain::Grant& grant) {
    return std::tie(grant.kind, grant.priority, grant.nodes, grant.starts_at, grant.max_duration, grant.content, grant.stream,
                    grant.passes);
}

}  // namespace

const domain::SignedGrant* SignedBefore::find(const domain::Grant& draft, std::uint64_t policy_epoch) const {
    const auto known = grants_.find(draft.broadcast);
    if (known == grants_.end()) return nullptr;
    const auto& grant = known->second.grant;
    return grant.policy_epoch == policy_epoch && sound_of(grant) == sound_of(draft) ? &known->second : nullptr;
}

void SignedBefore::remember(domain::SignedGrant grant, domain::UtcTime now) {
    if (grants_.size() >= grants_max) make_room(now);
    const auto broadcast = grant.grant.broadcast;
    grants_.insert_or_assign(broadcast, std::move(grant));
}

void SignedBefore::make_room(domain::UtcTime now) {
    std::erase_if(grants_, [&](const auto& known) { return known.second.grant.not_after < now; });
    if (grants_.size() < grants_max) return;
    grants_.erase(std::ranges::min_element(grants_, {}, [](const auto& known) { return known.second.grant.issuer_sequence; }));
}

}  // namespace village::signer
