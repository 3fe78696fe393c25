// Keeps a sound device with a clock of its own beside UTC: from how far playback is off, by how much to resample. Never more
// than 300 ppm, which nobody hears; steps are made in silence only, by the caller. Pure.
#pragma once

#include "scheduler/domain/time.hpp"

namespace village::node::playout {

class DriftControl {
public:
    static constexpr double ratio_max_ppm = 300;

    /// `behind` is how much later than planned the content sounds (negative: too early), measured `elapsed` after the last
    /// time. Returns by how many ppm the content has to be consumed faster.
    double correct(domain::Duration behind, domain::Duration elapsed);
    double ppm() const { return ppm_; }
    void reset() { *this = DriftControl{}; }

private:
    double smoothed_us_ = 0;
    double learnt_ppm_ = 0;  ///< The device's own skew, as far as it was seen.
    double ppm_ = 0;
    bool primed_ = false;
};

}  // namespace village::node::playout
