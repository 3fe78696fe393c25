#include "node-firmware/link/machines/reconnect.hpp"

#include <algorithm>

namespace village::node::link {
using domain::Duration;

namespace {
constexpr Duration first_max = std::chrono::seconds{2};
constexpr Duration later_min = std::chrono::seconds{1}, later_max = std::chrono::seconds{30};
constexpr Duration hold_off_max = std::chrono::minutes{10};  // A wrong number must not silence a node for a day.
}  // namespace

Reconnect::Attempt Reconnect::next(double random) {
    random = std::clamp(random, 0.0, 1.0);
    Attempt attempt;
    if (failures_ == 0) {
        attempt.wait = Duration{static_cast<std::int64_t>(random * static_cast<double>(first_max.count()))};
    } else {
        attempt.wait =
            later_min + Duration{static_cast<std::int64_t>(random * static_cast<double>((later_max - later_min).count()))};
        // The one that failed is asked again only after the others.
        if (controllers_ > 0) controller_ = (controller_ + 1) % controllers_;
    }
    attempt.wait = std::max(attempt.wait, std::min(hold_off_, hold_off_max));
    attempt.controller = controller_;
    hold_off_ = Duration{0};
    ++failures_;
    return attempt;
}

void Reconnect::joined() { failures_ = 0; }

}  // namespace village::node::link
