#include "scheduler/policy/count_sessions.hpp"

#include <algorithm>
#include <set>

#include "scheduler/policy/check_hours.hpp"

namespace village::policy {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::minutes;

constexpr minutes pause_max{15};

domain::UtcTime::duration local_time(const domain::HoursPolicy& hours, domain::UtcTime time) {
    return time.time_since_epoch() + minutes{hours.utc_offset_minutes};
}

}  // namespace

std::size_t count_sessions(const domain::HoursPolicy& hours, std::vector<Sounding> soundings) {
    std::ranges::sort(soundings, {}, &Sounding::from);
    if (soundings.empty()) return 0;
    const auto& that_day = hours.on(local_day(hours, soundings.front().from));
    auto allowed = that_day.opened;
    allowed.insert(allowed.end(), that_day.allowed.begin(), that_day.allowed.end());
    std::set<std::ptrdiff_t> windows;
    std::size_t outside = 0;
    auto outside_until = domain::UtcTime::min();
    for (const auto& one : soundings) {
        const auto local = local_time(hours, one.from);
        const auto minute = static_cast<std::uint16_t>(floor<minutes>(local - floor<days>(local)).count());
        const auto window = std::ranges::find_if(allowed, [minute](const auto& held) { return held.contains(minute); });
        if (window != allowed.end()) {
            windows.insert(window - allowed.begin());
            continue;
        }
        if (outside_until == domain::UtcTime::min() || one.from > outside_until + pause_max) ++outside;
        outside_until = std::max(outside_until, one.from + one.lasts);
    }
    return windows.size() + outside;
}

}  // namespace village::policy
