#include "controller/media/work_control.hpp"

#include <algorithm>

namespace village::media {

bool WorkControl::go_on(double fraction) const {
    if (!tell_) return true;
    const double whole = from_ + (to_ - from_) * std::clamp(fraction, 0.0, 1.0);
    return tell_(static_cast<std::uint8_t>(whole * 100), step_);
}

WorkControl WorkControl::part(std::string step, double from, double to) const {
    WorkControl part(tell_);
    part.step_ = std::move(step);
    part.from_ = from_ + (to_ - from_) * from;
    part.to_ = from_ + (to_ - from_) * to;
    return part;
}

domain::Error cancelled_error() { return {domain::ErrorCode::cancelled, "the work was cancelled"}; }

}  // namespace village::media
