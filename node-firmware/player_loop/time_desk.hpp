// The node's time: asks for attestations, takes clock exchanges, keeps what must survive a restart, and notices when the machine's
// clock was stepped. Everything else of the node asks here what time it is.
#pragma once

#include <optional>

#include "node-firmware/audio/sound_order.hpp"
#include "node-firmware/player_loop/node_memory.hpp"
#include "node-firmware/playout/node_clock.hpp"

namespace village::node::player_loop {

/// What the box's own clocks say when the program starts.
struct MachineClocks {
    domain::UtcTime utc{};
    std::optional<domain::UtcTime> battery;
    BootId boot{};  ///< All zero where the kernel does not tell.
};

class TimeDesk {
public:
    static constexpr std::chrono::seconds step_alert{60};
    /// Whoever carries the answer could otherwise set the clock back by half the time he holds it.
    static constexpr std::chrono::seconds answer_within{10};
    static constexpr std::chrono::minutes remembered_for{10};
    /// The burst of exchanges corrects an attestation by tens of milliseconds; a node that starts again must not lose that.
    static constexpr std::chrono::milliseconds remembered_within{5};

    TimeDesk(domain::MonotonicTime now, const MachineClocks& machine, std::optional<RememberedTime> remembered);

    domain::UtcTime utc(domain::MonotonicTime now) const { return clock_.utc(now); }
    domain::MonotonicTime monotonic_at(domain::UtcTime when, domain::MonotonicTime now) const {
        return clock_.monotonic_at(when, now);
    }
    audio::UtcPoint point(domain::MonotonicTime now) const { return {now, clock_.utc(now)}; }
    bool trusted() const { return clock_.trusted(); }
    /// What time it is, if that is known.
    std::optional<domain::UtcTime> known_utc(domain::MonotonicTime now) const {
        return trusted() ? std::optional(utc(now)) : std::nullopt;
    }
    domain::Duration uncertainty() const { return clock_.uncertainty(); }

    /// A challenge leaves now.
    void asked(const protocol::TimeNonce& nonce, domain::MonotonicTime now);
    /// By how much the clock was stepped, when the answer holds; `clock_untrusted` if it makes the clock doubt.
    domain::Result<domain::Duration> take_attestation(domain::Bytes envelope, const protocol::KeyRing& ring,
                                                      domain::MonotonicTime now);
    /// False when the controller's clock is further off than may be slewed: ask for an attestation.
    bool take_exchange(const playout::ClockSample& sample, domain::MonotonicTime now);
    /// By how much the machine's own clock jumped since the last look; it does not move ours.
    std::optional<domain::Duration> machine_step(domain::MonotonicTime now, domain::UtcTime machine);

    /// For the disk; from then on it is taken to lie there.
    RememberedTime to_remember(domain::MonotonicTime now);
    /// What lies on the disk is old, or is not what the node goes by any more.
    bool worth_remembering(domain::MonotonicTime now) const;
    /// The battery clock went wrong while the box was off: the disk must no longer say that it agreed, for somebody may set it now.
    bool battery_failed() const { return remembered_.battery_agreed && !battery_agrees_; }

private:
    domain::Status check_key(domain::Bytes envelope, const protocol::KeyRing& ring, domain::MonotonicTime now) const;
    void judge_battery(domain::MonotonicTime now);

    MachineClocks machine_;
    RememberedTime remembered_;
    domain::MonotonicTime started_{};
    playout::NodeClock clock_;
    playout::ClockEstimate estimate_;
    std::optional<protocol::TimeNonce> nonce_;
    domain::MonotonicTime asked_at_{};
    bool battery_agrees_ = false;
    domain::Duration machine_offset_{};  ///< Machine's UTC minus monotonic.
};

}  // namespace village::node::player_loop
