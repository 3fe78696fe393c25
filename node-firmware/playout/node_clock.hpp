// What time the node believes it is, and whether it may believe it ("Time is attested", protocol-and-trust.md). Runs on the
// monotonic clock, so a step of the machine's clock changes nothing; an attestation sets it, exchanges slew it within bounds. An
// attestation that contradicts it makes it doubt, and is followed only when others have borne it out (decision 0033).
#pragma once

#include <optional>

#include "node-firmware/playout/clock_estimate.hpp"

namespace village::node::playout {

/// What a node that starts knows about the time before anybody attests it in this life.
struct TimeAtStart {
    domain::UtcTime machine{};               ///< The system's clock: on a box without a battery, whatever was written down last.
    std::optional<domain::UtcTime> battery;  ///< Of a clock that goes on while the box is off.
    bool battery_agreed = false;             ///< It agreed with the last attestation, as the box had started with it.
    std::optional<domain::UtcTime> carried_on;       ///< From the life before by the monotonic clock: the box was not off.
    std::optional<domain::UtcTime> attested_before;  ///< A time attested below it is doubted.
    std::optional<domain::UtcTime> running_at;       ///< What the node wrote last while it ran.
};

class NodeClock {
public:
    static constexpr domain::Duration slew_per_hour = std::chrono::milliseconds{500};
    static constexpr double slew_ppm = 300;
    /// The burst after an attestation refines it at once; later ones slew.
    static constexpr std::uint32_t exchanges_at_once = 16;
    static constexpr domain::Duration battery_tolerance = std::chrono::minutes{2};
    /// No attestation moves a clock that knows the time further than this without being doubted first.
    static constexpr domain::Duration believable_step = std::chrono::seconds{60};
    /// So long attestations must agree with each other before they are believed against the node's own clock ...
    static constexpr domain::Duration borne_out_after = std::chrono::seconds{60};
    /// ... to within this: bad lines delay their answers unequally.
    static constexpr domain::Duration agreement = std::chrono::seconds{5};

    /// Trusted at once if the time was carried on, or if a battery clock that agreed before is not behind what was written last
    /// and the box was off for a while that makes sense. Time read from the disk alone is no more than a lower bound.
    NodeClock(domain::MonotonicTime now, const TimeAtStart& start);

    /// A verified attestation asked for at `asked` and answered at `now`. False if it is not taken but makes the clock doubt: it is
    /// not later than the last one, or too far from a clock that knew the time, and nothing has borne it out yet.
    bool attest(domain::UtcTime attested, domain::MonotonicTime asked, domain::MonotonicTime now);
    /// Whoever attests the time says one that cannot be: never taken, but somebody's clock is wrong.
    void contradicted(domain::MonotonicTime now) { doubt_ = Doubt{now, {}}; }
    /// Slews towards the exchange's estimate; false if it asks for more than may be slewed: a new attestation is needed.
    bool discipline(const UtcLine& estimate, domain::MonotonicTime now);

    domain::UtcTime utc(domain::MonotonicTime now) const;
    domain::MonotonicTime monotonic_at(domain::UtcTime when, domain::MonotonicTime now) const;
    bool trusted() const { return knows_ && !doubt_; }
    domain::Duration uncertainty() const { return uncertainty_; }
    domain::Duration correction_pending(domain::MonotonicTime now) const;
    std::optional<domain::UtcTime> last_attested() const { return last_attested_; }
    /// It was so late already, by a clock that knew the time or by the last attestation.
    std::optional<domain::UtcTime> at_least(domain::MonotonicTime now) const {
        return knows_ ? std::optional(utc(now)) : last_attested_;
    }

private:
    /// Attestations that contradict the clock and agree with each other.
    struct Doubt {
        domain::MonotonicTime since{};
        domain::UtcTime said{};
    };
    bool contradicts(domain::UtcTime attested, domain::Duration error) const;
    bool is_borne_out(domain::UtcTime believed, domain::MonotonicTime now);
    domain::Duration slewed(domain::MonotonicTime now) const;
    void settle(domain::MonotonicTime now);
    bool allowance_left(domain::Duration correction, domain::MonotonicTime now);

    domain::MonotonicTime at_{};
    domain::UtcTime utc_{};
    domain::Duration correction_{};  ///< Still to be slewed in at 300 ppm from `at_` on.
    domain::MonotonicTime hour_began_{};
    domain::Duration moved_this_hour_{};
    domain::Duration uncertainty_ = std::chrono::seconds{2};
    std::optional<domain::UtcTime> last_attested_;
    bool knows_ = false;  ///< Somebody told the time in this life, or it was carried on.
    std::optional<Doubt> doubt_;
    std::uint32_t exchanges_ = 0;  ///< Since the attestation.
};

}  // namespace village::node::playout
