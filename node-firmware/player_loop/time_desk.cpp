#include "node-firmware/player_loop/time_desk.hpp"

namespace village::node::player_loop {
using domain::Duration;
using domain::Error;
using domain::ErrorCode;
using domain::MonotonicTime;
using domain::UtcTime;

namespace {
std::optional<UtcTime> attested_of(const std::optional<RememberedTime>& remembered) {
    return remembered ? std::optional(remembered->attested) : std::nullopt;
}
std::optional<UtcTime> running_of(const std::optional<RememberedTime>& remembered) {
    return remembered ? std::optional(remembered->running_at) : std::nullopt;
}
}  // namespace

TimeDesk::TimeDesk(MonotonicTime now, UtcTime machine, std::optional<RememberedTime> remembered)
    : clock_(now, machine, attested_of(remembered), running_of(remembered)),
      machine_offset_(machine.time_since_epoch() - now.time_since_epoch()) {}

void TimeDesk::asked(const protocol::TimeNonce& nonce, MonotonicTime now) {
    nonce_ = nonce;
    asked_at_ = now;
}

domain::Result<Duration> TimeDesk::take_attestation(domain::Bytes envelope, const protocol::KeyRing& ring, MonotonicTime now) {
    if (!nonce_) return Error{ErrorCode::replayed, "nobody asked for this time"};
    auto attestation = ring.verify_time(envelope, *nonce_);
    if (!attestation) return attestation.error();
    nonce_.reset();
    const auto before = clock_.utc(now);
    if (!clock_.attest(attestation->utc, asked_at_, now)) {
        return Error{ErrorCode::replayed, "the attested time is earlier than one attested before"};
    }
    policy_epoch_ = attestation->policy_epoch;
    const auto step = clock_.utc(now) - before;
    if (step != Duration{0}) estimate_.clear();
    return step;
}

bool TimeDesk::take_exchange(const playout::ClockSample& sample, MonotonicTime now) {
    if (!estimate_.add(sample)) return true;
    const auto line = estimate_.line();
    if (!line || !clock_.trusted()) return true;
    if (clock_.discipline(*line, now)) return true;
    estimate_.clear();
    return false;
}

std::optional<Duration> TimeDesk::machine_step(MonotonicTime now, UtcTime machine) {
    const auto offset = machine.time_since_epoch() - now.time_since_epoch();
    const auto step = offset - machine_offset_;
    machine_offset_ = offset;
    if (std::chrono::abs(step) < std::chrono::seconds{1}) return std::nullopt;
    return step;
}

RememberedTime TimeDesk::to_remember(MonotonicTime now) const {
    return {clock_.last_attested().value_or(UtcTime{}), clock_.utc(now)};
}

}  // namespace village::node::player_loop
