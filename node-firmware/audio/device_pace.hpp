// Tells a device that throws sound away from one that plays it: what plays takes sound as fast as time passes, give or take its
// crystal. Pure; belongs to the device's thread.
#pragma once

#include <algorithm>

#include "scheduler/domain/time.hpp"

namespace village::node::audio {

class DevicePace {
public:
    /// How far a device may be ahead of the time: its buffers, filled again after it ran dry.
    static constexpr domain::Duration ahead_max = std::chrono::milliseconds{500};

    /// `taken` of sound went to the device while `passed` of time went by.
    void took(domain::Duration taken, domain::Duration passed) {
        // A hundredth is forgiven: crystals differ by some 100 ppm, and a sum that forgets nothing condemns each of them one day.
        ahead_ = std::max(ahead_ + taken - passed - passed / 100, domain::Duration{0});
    }
    bool is_too_fast() const { return ahead_ > ahead_max; }

private:
    domain::Duration ahead_{};
};

}  // namespace village::node::audio
