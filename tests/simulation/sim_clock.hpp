// What time a loudspeaker of the simulation believes it is: the real NodeClock, on a counter that the exchanges keep within
// `clock_error_max` of the truth, and what its disk keeps of it.
#pragma once

#include <optional>

#include "node-firmware/playout/node_clock.hpp"

namespace village::simulation {

class SimClock {
public:
    /// What the box's own clock says at boot, and whether a battery carried it on.
    void boot(domain::UtcTime truth, domain::Duration machine_error, bool has_battery);

    bool trusted() const { return clock_ && clock_->trusted(); }
    domain::UtcTime utc(domain::UtcTime truth) const { return clock_->utc(counter(truth)); }
    /// How far it is ahead of the truth.
    domain::Duration error(domain::UtcTime truth) const { return utc(truth) - truth; }

    /// Whatever it knew before; for plants only.
    void believe(domain::UtcTime said, domain::UtcTime truth);
    /// As NodeClock::attest.
    bool attest(domain::UtcTime said, domain::UtcTime truth);
    /// What the exchanges leave of its drift.
    void drift_to(domain::Duration error);

private:
    domain::MonotonicTime counter(domain::UtcTime truth) const {
        return domain::MonotonicTime{truth.time_since_epoch() + drift_};
    }

    std::optional<node::playout::NodeClock> clock_;
    domain::Duration drift_{};                       ///< Of the counter, since the boot ...
    domain::Duration small_error_{};                 ///< ... and how far the clock is ahead of who told it the time.
    std::optional<domain::Duration> battery_error_;  ///< In this life.
    // On the disk:
    std::optional<domain::UtcTime> attested_;
    bool battery_agreed_ = true;
};

}  // namespace village::simulation
