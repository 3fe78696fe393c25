#include "controller/signer/answered_intents.hpp"

#include "protocol/intent_codec.hpp"

namespace village::signer {
namespace {

domain::Sha256 hash_of(const domain::EmergencyIntent& intent) { return domain::sha256(protocol::encode_intent(intent)); }

domain::Error mismatch() {
    return {domain::ErrorCode::idempotency_mismatch, "this key was used for another emergency; sign a new Intent"};
}

}  // namespace

domain::Result<std::optional<domain::SignedGrant>> AnsweredIntents::find(const domain::EmergencyIntent& intent,
                                                                         const domain::NodeSet& nodes) const {
    const auto hash = hash_of(intent);
    for (const auto& answer : answers_) {
        if (answer.key != intent.idempotency_key) continue;
        if (answer.intent && *answer.intent != hash) return mismatch();
        if (answer.grant.grant.nodes == nodes) return std::optional(answer.grant);
        if (answer.grant.grant.nodes.intersects(nodes)) return mismatch();
    }
    return std::optional<domain::SignedGrant>{};
}

void AnsweredIntents::remember(const domain::EmergencyIntent& intent, domain::SignedGrant grant, domain::UtcTime now) {
    add({intent.idempotency_key, hash_of(intent), std::move(grant), now});
}

void AnsweredIntents::remember(const domain::UuidBytes& key, domain::SignedGrant grant, domain::UtcTime at) {
    add({key, std::nullopt, std::move(grant), at});
}

void AnsweredIntents::add(Answer answer) {
    while (!answers_.empty() && (answers_.front().at + life < answer.at || answers_.size() >= answers_max)) answers_.pop_front();
    answers_.push_back(std::move(answer));
}

}  // namespace village::signer
