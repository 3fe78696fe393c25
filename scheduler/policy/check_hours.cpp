#include "scheduler/policy/check_hours.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace village::policy {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::int64_t minutes_per_day = 24 * 60;
/// A programme of exactly 30 min may ring out for as long as S2 of the simulation allows.
constexpr seconds ring_out{1};

/// Minutes since 1970 on the wall clock of the commune.
minutes local_minutes(const domain::HoursPolicy& hours, domain::UtcTime time) {
    return floor<minutes>(time.time_since_epoch()) + minutes{hours.utc_offset_minutes};
}

std::uint16_t minute_of_day(minutes local) { return static_cast<std::uint16_t>((local - floor<days>(local)).count()); }

std::string clock_text(std::uint16_t minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

std::string window_text(const domain::HourWindow& window) {
    return clock_text(window.from_minute) + "-" + clock_text(window.to_minute);
}

std::string windows_text(const std::vector<domain::HourWindow>& windows) {
    std::string text;
    for (const auto& window : windows) text += (text.empty() ? "" : ", ") + window_text(window);
    return text;
}

HoursStanding standing_of(const domain::HoursPolicy& hours, std::uint16_t minute) {
    const auto holds = [&](const domain::HourWindow& window) { return window.contains(minute); };
    if (std::ranges::any_of(hours.opened, holds)) return HoursStanding::allowed;
    if (hours.quiet.contains(minute)) return HoursStanding::quiet;
    return std::ranges::any_of(hours.allowed, holds) ? HoursStanding::allowed : HoursStanding::outside;
}

struct WorstMinute {
    HoursStanding standing = HoursStanding::allowed;
    std::uint16_t minute = 0;
};

WorstMinute worst_minute(const domain::HoursPolicy& hours, domain::UtcTime start, domain::Duration duration) {
    const auto first = local_minutes(hours, start);
    const auto last = local_minutes(hours, start + std::max(duration - ring_out, domain::Duration{1}) - domain::Duration{1});
    const auto count = std::min((last - first).count() + 1, minutes_per_day);
    WorstMinute worst;
    for (std::int64_t i = 0; i < count; ++i) {
        const auto minute = minute_of_day(first + minutes{i});
        const auto standing = standing_of(hours, minute);
        if (standing > worst.standing) worst = {standing, minute};
    }
    return worst;
}

}  // namespace

HoursStanding hours_standing(const domain::HoursPolicy& hours, domain::UtcTime start, domain::Duration duration) {
    return worst_minute(hours, start, duration).standing;
}

domain::Status check_hours(const domain::HoursPolicy& hours, domain::UtcTime start, domain::Duration duration) {
    using domain::Error;
    using domain::ErrorCode;
    const auto worst = worst_minute(hours, start, duration);
    const auto found = clock_text(worst.minute);
    if (worst.standing == HoursStanding::quiet) {
        const auto quiet = window_text(hours.quiet);
        return Error{ErrorCode::quiet_hours, fmt::format("{} lies in the quiet hours {}", found, quiet),
                     domain::BrokenRule{"quiet_hours", quiet, found}};
    }
    if (worst.standing == HoursStanding::outside) {
        const auto allowed = windows_text(hours.allowed);
        return Error{ErrorCode::outside_allowed_hours, fmt::format("{} lies outside the allowed hours {}", found, allowed),
                     domain::BrokenRule{"allowed_hours", allowed, found}};
    }
    return check_session_length(hours, duration);
}

domain::Status check_session_length(const domain::HoursPolicy& hours, domain::Duration duration) {
    if (duration <= hours.longest_session + ring_out) return {};
    const auto limit = fmt::to_string(floor<minutes>(hours.longest_session).count());
    const auto found = fmt::to_string(std::chrono::ceil<minutes>(duration).count());
    return domain::Error{domain::ErrorCode::too_long,
                         fmt::format("{} min is longer than the longest session of {} min", found, limit),
                         domain::BrokenRule{"longest_session", limit, found}};
}

bool is_quiet(const domain::HoursPolicy& hours, domain::UtcTime time) {
    return hours.quiet.contains(minute_of_day(local_minutes(hours, time)));
}

std::optional<domain::UtcTime> next_quiet_start(const domain::HoursPolicy& hours, domain::UtcTime time) {
    if (hours.quiet.from_minute == hours.quiet.to_minute) return std::nullopt;
    if (is_quiet(hours, time)) return time;
    const auto local = time.time_since_epoch() + minutes{hours.utc_offset_minutes};
    auto start = floor<days>(local) + minutes{hours.quiet.from_minute};
    if (start < local) start += days{1};
    return domain::UtcTime{start - minutes{hours.utc_offset_minutes}};
}

std::optional<domain::UtcTime> standing_until(const domain::HoursPolicy& hours, domain::UtcTime time) {
    const auto first = local_minutes(hours, time);
    const auto standing = standing_of(hours, minute_of_day(first));
    for (std::int64_t i = 1; i < minutes_per_day; ++i)
        if (standing_of(hours, minute_of_day(first + minutes{i})) > standing)
            return domain::UtcTime{first + minutes{i} - minutes{hours.utc_offset_minutes} + ring_out};
    return std::nullopt;
}

}  // namespace village::policy
