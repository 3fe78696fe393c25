#include "scheduler/policy/count_sessions.hpp"

#include <algorithm>
#include <map>

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

std::uint16_t local_minute(const domain::HoursPolicy& hours, domain::UtcTime time) {
    const auto local = local_time(hours, time);
    return static_cast<std::uint16_t>(floor<minutes>(local - floor<days>(local)).count());
}

}  // namespace

std::vector<Session> sessions_of(const domain::HoursPolicy& hours, std::vector<Sounding> soundings) {
    std::ranges::sort(soundings, {}, &Sounding::from);
    if (soundings.empty()) return {};
    const auto& that_day = hours.on(local_day(hours, soundings.front().from));
    auto allowed = that_day.opened;
    allowed.insert(allowed.end(), that_day.allowed.begin(), that_day.allowed.end());
    std::map<std::ptrdiff_t, Session> windows;
    std::vector<Session> sessions;
    auto outside_until = domain::UtcTime::min();
    for (const auto& one : soundings) {
        const auto minute = local_minute(hours, one.from);
        const auto window = std::ranges::find_if(allowed, [minute](const auto& held) { return held.contains(minute); });
        if (window != allowed.end()) {
            windows[window - allowed.begin()].push_back(one);
            continue;
        }
        if (sessions.empty() || one.from > outside_until + pause_max) sessions.emplace_back();
        sessions.back().push_back(one);
        outside_until = std::max(outside_until, one.from + one.lasts);
    }
    for (auto& [window, session] : windows) sessions.push_back(std::move(session));
    return sessions;
}

domain::Duration sounding_time(const Session& session) {
    domain::Duration sounds{};
    auto until = domain::UtcTime::min();
    for (const auto& one : session) {
        const auto from = std::max(one.from, until), to = one.from + one.lasts;
        if (to <= from) continue;
        sounds += to - from;
        until = to;
    }
    return sounds;
}

}  // namespace village::policy
