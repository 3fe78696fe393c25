// Small rules that requests share: what makes two of them the same, and what a confirmation may permit.
#pragma once

#include <string>
#include <string_view>

#include "controller/ports/commands.hpp"
#include "scheduler/domain/sha256.hpp"
#include "scheduler/policy/check_hours.hpp"

namespace village::control_loop {

/// First 16 bytes of SHA-256("broadcast-v1" ‖ who ‖ key): a nervous person who taps twice gets the same broadcast.
inline domain::BroadcastId broadcast_id_of(domain::OperatorId who, std::string_view idempotency_key) {
    const auto hash =
        domain::sha256({domain::as_bytes("broadcast-v1"), domain::Bytes{who.bytes}, domain::as_bytes(idempotency_key)});
    return domain::BroadcastId::from(domain::Bytes{hash.bytes}.first<16>());
}

/// What the request asks, as one hash: the same key with another wish is refused.
domain::Sha256 request_fingerprint(domain::OperatorId who, const ports::BroadcastRequest& request);

/// The guard of the clock when something is saved: inside the allowed hours it passes; outside it needs a reason and the second
/// confirmation (`confirmation_needed`). The longest session and the quiet hours are not for a person to widen.
domain::Status check_confirmed(const domain::HoursPolicy& hours, domain::UtcTime start, domain::Duration duration,
                               std::string_view reason, bool confirmed);

}  // namespace village::control_loop
