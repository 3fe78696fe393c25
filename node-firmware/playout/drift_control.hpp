// Keeps a sound device with a clock of its own beside UTC: from how far playback is off, by how much to resample. Never more
// than 300 ppm, which nobody hears; what would take minutes at that pace, the caller steps over. Pure.
#pragma once

#include <optional>

#include "scheduler/domain/time.hpp"

namespace village::node::playout {

class DriftControl {
public:
    static constexpr double ratio_max_ppm = 300;
    /// Further off than this, for so long, and it is not a device's jitter but a clock that was set: neighbours would echo.
    static constexpr domain::Duration astray = std::chrono::milliseconds{10};
    static constexpr domain::Duration astray_for = std::chrono::seconds{1};

    /// `behind` is how much later than planned the content sounds (negative: too early), measured `elapsed` after the last
    /// time. Returns by how many ppm the content has to be consumed faster; nothing when it has to go on from its place in time.
    std::optional<double> correct(domain::Duration behind, domain::Duration elapsed);
    double ppm() const { return ppm_; }

private:
    bool is_astray(domain::Duration behind, domain::Duration elapsed);

    double smoothed_us_ = 0;
    double learnt_ppm_ = 0;  ///< The device's own skew, as far as it was seen.
    double ppm_ = 0;
    domain::Duration astray_time_{};  ///< For how long, always on the same side.
    bool was_behind_ = false;
    bool primed_ = false;
};

}  // namespace village::node::playout
