#include "scheduler/policy/check_hours.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scheduler/policy/hour_windows.hpp"

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

const domain::DayHours& hours_of_day(const domain::HoursPolicy& hours, minutes local) {
    return hours.on(floor<days>(local).count());
}

bool is_quiet_at(const domain::DayHours& hours, std::uint16_t minute) {
    return hours.quiet.contains(minute) || is_in(hours.also_quiet, minute);
}

HoursStanding standing_of(const domain::HoursPolicy& policy, minutes local) {
    const auto& hours = hours_of_day(policy, local);
    const auto minute = minute_of_day(local);
    if (is_in(hours.opened, minute)) return HoursStanding::allowed;
    if (is_quiet_at(hours, minute)) return HoursStanding::quiet;
    return is_in(hours.allowed, minute) ? HoursStanding::allowed : HoursStanding::outside;
}

struct WorstMinute {
    HoursStanding standing = HoursStanding::allowed;
    minutes local{};
};

WorstMinute worst_minute(const domain::HoursPolicy& hours, domain::UtcTime start, domain::Duration duration) {
    const auto first = local_minutes(hours, start);
    const auto last = local_minutes(hours, start + std::max(duration - ring_out, domain::Duration{1}) - domain::Duration{1});
    const auto count = std::min((last - first).count() + 1, minutes_per_day);
    WorstMinute worst{HoursStanding::allowed, first};
    for (std::int64_t i = 0; i < count; ++i) {
        const auto local = first + minutes{i};
        const auto standing = standing_of(hours, local);
        if (standing > worst.standing) worst = {standing, local};
    }
    return worst;
}

/// The one of them that this minute lies in.
std::string quiet_text(const domain::DayHours& hours, std::uint16_t minute) {
    const auto holds = [&](const domain::HourWindow& window) { return window.contains(minute); };
    const auto other = std::ranges::find_if(hours.also_quiet, holds);
    return window_text(hours.quiet.contains(minute) || other == hours.also_quiet.end() ? hours.quiet : *other);
}

bool is_working_weekday(std::int64_t day) { return weekday_of(day) < 5; }

}  // namespace

std::int64_t local_day(const domain::HoursPolicy& hours, domain::UtcTime time) {
    return floor<days>(local_minutes(hours, time)).count();
}

/// 1 January 1970 was a Thursday.
unsigned weekday_of(std::int64_t day) { return static_cast<unsigned>(((day + 3) % 7 + 7) % 7); }

HoursStanding hours_standing(const domain::HoursPolicy& hours, domain::UtcTime start, domain::Duration duration) {
    return worst_minute(hours, start, duration).standing;
}

domain::Status check_hours(const domain::HoursPolicy& hours, domain::UtcTime start, domain::Duration duration) {
    using domain::Error;
    using domain::ErrorCode;
    const auto worst = worst_minute(hours, start, duration);
    const auto found = clock_text(minute_of_day(worst.local));
    const auto& that_day = hours_of_day(hours, worst.local);
    if (worst.standing == HoursStanding::quiet) {
        const auto quiet = quiet_text(that_day, minute_of_day(worst.local));
        return Error{ErrorCode::quiet_hours, fmt::format("{} lies in the quiet hours {}", found, quiet),
                     domain::BrokenRule{"quiet_hours", quiet, found}};
    }
    if (worst.standing == HoursStanding::outside) {
        const auto allowed = windows_text(that_day.allowed);
        return Error{ErrorCode::outside_allowed_hours, fmt::format("{} lies outside the allowed hours {}", found, allowed),
                     domain::BrokenRule{"allowed_hours", allowed, found}};
    }
    return check_session_length(hours.on(local_day(hours, start)), duration);
}

domain::Status check_session_length(const domain::DayHours& hours, domain::Duration duration) {
    if (duration <= hours.longest_session + ring_out) return {};
    const auto limit = fmt::to_string(floor<minutes>(hours.longest_session).count());
    const auto found = fmt::to_string(std::chrono::ceil<minutes>(duration).count());
    return domain::Error{domain::ErrorCode::too_long,
                         fmt::format("{} min is longer than the longest session of {} min", found, limit),
                         domain::BrokenRule{"longest_session", limit, found}};
}

domain::Status check_test_hours(const domain::HoursPolicy& hours, domain::UtcTime start, domain::Duration duration) {
    const auto first = local_minutes(hours, start), last = local_minutes(hours, start + duration - domain::Duration{1});
    const auto allows = [&](minutes local) {
        const auto& that_day = hours_of_day(hours, local);
        const bool works = is_working_weekday(floor<days>(local).count());
        return works && is_in(that_day.tests, minute_of_day(local)) && !is_quiet_at(that_day, minute_of_day(local));
    };
    auto refused = first;
    while (refused <= last && allows(refused)) refused += minutes{1};
    if (refused > last) return {};
    const auto windows = windows_text(hours_of_day(hours, refused).tests);
    const auto found = clock_text(minute_of_day(refused));
    return domain::Error{domain::ErrorCode::outside_allowed_hours,
                         fmt::format("{} lies outside the windows for audible tests, {} on working days", found, windows),
                         domain::BrokenRule{"test_hours", windows, found}};
}

bool is_quiet(const domain::HoursPolicy& hours, domain::UtcTime time) {
    const auto local = local_minutes(hours, time);
    return is_quiet_at(hours_of_day(hours, local), minute_of_day(local));
}

std::optional<domain::UtcTime> next_quiet_start(const domain::HoursPolicy& hours, domain::UtcTime time) {
    if (is_quiet(hours, time)) return time;
    const auto first = local_minutes(hours, time);
    std::optional<minutes> next;
    const auto consider = [&](minutes local) {
        if (local > first && (!next || local < *next) && is_quiet_at(hours_of_day(hours, local), minute_of_day(local)))
            next = local;
    };
    for (auto midnight : {floor<days>(first), floor<days>(first) + days{1}}) {
        consider(midnight);
        const auto& that_day = hours.on(midnight.count());
        consider(midnight + minutes{that_day.quiet.from_minute});
        for (const auto& window : that_day.also_quiet) consider(midnight + minutes{window.from_minute});
    }
    if (!next) return std::nullopt;
    return domain::UtcTime{*next - minutes{hours.utc_offset_minutes}};
}

std::optional<domain::UtcTime> standing_until(const domain::HoursPolicy& hours, domain::UtcTime time) {
    const auto first = local_minutes(hours, time);
    const auto standing = standing_of(hours, first);
    for (std::int64_t i = 1; i < minutes_per_day; ++i)
        if (standing_of(hours, first + minutes{i}) > standing)
            return domain::UtcTime{first + minutes{i} - minutes{hours.utc_offset_minutes} + ring_out};
    return std::nullopt;
}

}  // namespace village::policy
