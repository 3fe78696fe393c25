#include "node-firmware/player_loop/time_desk.hpp"

#include <fmt/format.h>

#include "protocol/envelope.hpp"

namespace village::node::player_loop {
using domain::Duration;
using domain::Error;
using domain::ErrorCode;
using domain::MonotonicTime;
using domain::UtcTime;

namespace {
playout::TimeAtStart time_at_start(MonotonicTime now, const MachineClocks& machine,
                                   const std::optional<RememberedTime>& remembered) {
    playout::TimeAtStart start;
    start.machine = machine.utc;
    start.battery = machine.battery;
    if (!remembered) return start;
    start.battery_agreed = remembered->battery_agreed;
    start.attested_before = remembered->attested;
    start.running_at = remembered->running_at;
    const bool was_not_off = machine.boot != BootId{} && machine.boot == remembered->boot && now >= remembered->running_at_here;
    if (was_not_off) start.carried_on = remembered->running_at + (now - remembered->running_at_here);
    return start;
}
}  // namespace

TimeDesk::TimeDesk(MonotonicTime now, const MachineClocks& machine, std::optional<RememberedTime> remembered)
    : machine_(machine),
      remembered_(remembered.value_or(RememberedTime{})),
      started_(now),
      clock_(now, time_at_start(now, machine, remembered)),
      battery_agrees_(remembered_.battery_agreed && clock_.trusted()),
      machine_offset_(machine.utc.time_since_epoch() - now.time_since_epoch()) {}

void TimeDesk::asked(const protocol::TimeNonce& nonce, MonotonicTime now) {
    nonce_ = nonce;
    asked_at_ = now;
}

domain::Result<Duration> TimeDesk::take_attestation(domain::Bytes envelope, const protocol::KeyRing& ring, MonotonicTime now) {
    if (!nonce_) return Error{ErrorCode::replayed, "nobody asked for this time"};
    auto attestation = ring.verify_time(envelope, *nonce_);
    if (!attestation && attestation.error().code != ErrorCode::expired) return attestation.error();
    nonce_.reset();
    if (now - asked_at_ > answer_within)
        return Error{ErrorCode::expired, "the answer was held back: it may be of any moment since"};
    if (auto lent = check_key(envelope, ring, now); !lent) return lent.error();
    if (!attestation) {
        clock_.contradicted(now);
        return attestation.error();
    }
    const auto before = clock_.utc(now);
    const bool was_trusted = clock_.trusted();
    if (!clock_.attest(attestation->utc, asked_at_, now)) {
        return Error{ErrorCode::clock_untrusted,
                     fmt::format("it says {}, which contradicts what this node knew, {}; whatever stays is believed in a minute",
                                 domain::utc_text(attestation->utc), domain::utc_text(before))};
    }
    judge_battery(now);
    const auto step = clock_.utc(now) - before;
    // Exchanges from a time of doubt may still speak of the other time.
    if (step != Duration{0} || !was_trusted) estimate_.clear();
    return step;
}

// A key that was stolen and has run out could otherwise attest the days when it was good, and be good again.
domain::Status TimeDesk::check_key(domain::Bytes envelope, const protocol::KeyRing& ring, MonotonicTime now) const {
    const auto parts = protocol::split_envelope(envelope);
    const auto key = parts ? ring.find_delegation(parts->key_serial) : std::nullopt;
    const auto known = clock_.at_least(now);
    if (key && (!known || *known <= key->not_after)) return {};
    return Error{ErrorCode::key_unknown, "the key that attests it has run out by what this node knows"};
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

void TimeDesk::judge_battery(MonotonicTime now) {
    // By what it said at the start: by now the system may have set it.
    const auto battery = machine_.battery ? std::optional(*machine_.battery + (now - started_)) : std::nullopt;
    battery_agrees_ = battery && std::chrono::abs(*battery - clock_.utc(now)) <= playout::NodeClock::battery_tolerance;
}

RememberedTime TimeDesk::to_remember(MonotonicTime now) {
    RememberedTime time;
    time.attested = clock_.last_attested().value_or(UtcTime{});
    time.battery_agreed = battery_agrees_;
    time.running_at = remembered_.running_at;
    if (clock_.trusted()) {
        time.running_at = clock_.utc(now);
        time.running_at_here = now;
        time.boot = machine_.boot;
    }
    return remembered_ = time;
}

bool TimeDesk::worth_remembering(MonotonicTime now) const {
    if (!clock_.trusted()) return false;
    const auto age = now - remembered_.running_at_here;
    if (remembered_.boot != machine_.boot || age >= remembered_for) return true;
    return std::chrono::abs(remembered_.running_at + age - clock_.utc(now)) > remembered_within;
}

}  // namespace village::node::player_loop
