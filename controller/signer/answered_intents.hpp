// Intents answered lately: a nervous person taps twice, and the second tap gets the same grant. Kept five minutes; an Intent
// lives one.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "scheduler/domain/emergency.hpp"
#include "scheduler/domain/grant.hpp"

namespace village::signer {

class AnsweredIntents {
public:
    static constexpr std::chrono::minutes life{5};
    static constexpr std::size_t answers_max = 4096;

    /// The grant given before for the same key and the same nodes. `idempotency_mismatch` when the key was used for another
    /// Intent, or for some of these nodes together with others.
    domain::Result<std::optional<domain::SignedGrant>> find(const domain::EmergencyIntent& intent,
                                                            const domain::NodeSet& nodes) const;
    void remember(const domain::EmergencyIntent& intent, domain::SignedGrant grant, domain::UtcTime now);
    /// After a restart, from the log: the Intent itself is not there any more, its key is.
    void remember(const domain::UuidBytes& key, domain::SignedGrant grant, domain::UtcTime at);

private:
    struct Answer {
        domain::UuidBytes key{};
        std::optional<domain::Sha256> intent;
        domain::SignedGrant grant;
        domain::UtcTime at{};
    };
    void add(Answer answer);

    std::deque<Answer> answers_;
};

}  // namespace village::signer
