#include "scheduler/policy/surge.hpp"

#include <algorithm>

#include "scheduler/domain/folded_text.hpp"
#include "scheduler/domain/gone.hpp"
#include "scheduler/policy/check_hours.hpp"
#include "scheduler/policy/hour_windows.hpp"

namespace village::policy {
namespace {

using domain::Error;
using domain::ErrorCode;
using domain::HoursPolicy;
using domain::SurgePeriod;

constexpr std::size_t name_bytes_max = 400, lists_max = 64;
constexpr std::uint8_t sessions_max = 10;

std::string whole_days(domain::Duration lasts) { return std::to_string(std::chrono::ceil<std::chrono::days>(lasts).count()); }

bool is_during(domain::UtcTime from, domain::UtcTime until, const SurgeWish& wish) {
    return from <= wish.start && wish.start + wish.duration <= until;
}

bool is_for(const SurgeOpening& opening, const SurgeWish& wish) {
    return is_during(opening.from, opening.until, wish) && wish.priority >= opening.from_priority && !wish.nodes.is_empty() &&
           wish.nodes.is_subset_of(opening.nodes);
}

/// Hours in which nothing is allowed and nothing quiet.
HoursPolicy no_hours(std::int32_t utc_offset_minutes) {
    HoursPolicy none;
    none.utc_offset_minutes = utc_offset_minutes;
    none.allowed.clear();
    none.quiet = {};
    return none;
}

bool is_wholly_in(const std::vector<domain::HourWindow>& windows, const SurgeWish& wish, std::int32_t utc_offset_minutes) {
    auto hours = no_hours(utc_offset_minutes);
    hours.allowed = windows;
    return hours_standing(hours, wish.start, wish.duration) == HoursStanding::allowed;
}

bool is_partly_in(const std::vector<domain::HourWindow>& windows, const SurgeWish& wish, std::int32_t utc_offset_minutes) {
    auto hours = no_hours(utc_offset_minutes);
    hours.also_quiet = windows;
    return hours_standing(hours, wish.start, wish.duration) == HoursStanding::quiet;
}

void open(domain::DayHours& hours, const SurgePeriod& period, bool even_if_quiet) {
    hours.allowed.insert(hours.allowed.end(), period.windows.begin(), period.windows.end());
    if (even_if_quiet) hours.opened.insert(hours.opened.end(), period.windows.begin(), period.windows.end());
    hours.sessions_per_day = static_cast<std::uint8_t>(std::min(255, hours.sessions_per_day + period.sessions_per_day));
}

void open(HoursPolicy& hours, const SurgePeriod& period, const SurgeWish& wish, const domain::Commune& commune) {
    const bool even_if_quiet =
        period.in_quiet_hours && opens_quiet_hours(opening_of(period, commune), wish, hours.utc_offset_minutes);
    open(static_cast<domain::DayHours&>(hours), period, even_if_quiet);
    for (auto& dated : hours.days) open(dated.hours, period, even_if_quiet);
}

}  // namespace

namespace {

Error wrong(std::string what, domain::BrokenRule rule) { return {ErrorCode::invalid_argument, std::move(what), std::move(rule)}; }

domain::Status check_period(const SurgePeriod& period, domain::UtcTime now) {
    if (period.until <= period.from || period.until <= now)
        return wrong("a surge period ends after it begins, and in the future",
                     {"surge_period", {}, domain::utc_text(period.until)});
    const auto lasts = period.until - period.from;
    if (lasts > SurgePeriod::longest)
        return Error{ErrorCode::too_long, "a surge period lasts 31 days at most; open another one then",
                     domain::BrokenRule{"surge_longest", whole_days(SurgePeriod::longest), whole_days(lasts)}};
    return {};
}

domain::Status check_windows(const SurgePeriod& period) {
    const auto windows = period.windows.size();
    if (windows == 0 || windows > SurgePeriod::windows_max)
        return wrong("a surge period opens 1 to 8 windows of a day", {"surge_windows", "1 - 8", std::to_string(windows)});
    for (const auto& window : period.windows)
        if (!is_window(window)) return wrong(window_text(window) + " is no window of a day", {"window", {}, window_text(window)});
    if (period.sessions_per_day > sessions_max)
        return wrong("a surge period adds at most 10 sessions a day",
                     {"surge_sessions", std::to_string(sessions_max), std::to_string(period.sessions_per_day)});
    return {};
}

domain::Status check_places(const SurgePeriod& period, const domain::Commune& commune) {
    const auto places = period.areas.size();
    if (places == 0 || places > lists_max)
        return wrong("a surge period names 1 to 64 places", {"surge_places", "1 - 64", std::to_string(places)});
    for (const auto area : period.areas)
        if (commune.find_area(area) == nullptr) return domain::no_such_area(area);
    return {};
}

domain::Status check_categories(const SurgePeriod& period) {
    if (period.categories.size() > lists_max)
        return Error{ErrorCode::too_large, "at most 64 categories", domain::BrokenRule{"kept_max", "64", {}}};
    for (const auto& category : period.categories)
        if (category.empty() || category.find('\n') != std::string::npos)
            return wrong("a category is one line", {"category", {}, category});
    return {};
}

}  // namespace

domain::Status check_surge(const SurgePeriod& period, const domain::Commune& commune, domain::UtcTime now) {
    if (period.name.empty() || period.name.size() > name_bytes_max)
        return wrong("a surge period needs a name of at most 400 bytes", {"name", std::to_string(name_bytes_max), period.name});
    if (auto sound = check_period(period, now); !sound) return sound;
    if (auto sound = check_windows(period); !sound) return sound;
    if (auto sound = check_categories(period); !sound) return sound;
    return check_places(period, commune);
}

SurgeOpening opening_of(const SurgePeriod& period, const domain::Commune& commune) {
    domain::NodeSet nodes;
    for (const auto area : period.areas) nodes = nodes.united_with(commune.nodes_of_area(area));
    return {period.from, period.ends_at(), period.windows, period.from_priority, std::move(nodes)};
}

bool opens_quiet_hours(const SurgeOpening& opening, const SurgeWish& wish, std::int32_t utc_offset_minutes) {
    return is_for(opening, wish) && is_wholly_in(opening.windows, wish, utc_offset_minutes);
}

bool is_for(const SurgePeriod& period, const SurgeWish& wish, const domain::Commune& commune) {
    // Its places come last: a commune keeps every period that there was.
    if (!is_during(period.from, period.ends_at(), wish)) return false;
    if (!period.categories.empty() && !domain::is_named_in(period.categories, wish.category)) return false;
    return is_for(opening_of(period, commune), wish);
}

HoursPolicy hours_in_force(const HoursPolicy& own, std::span<const SurgePeriod> periods, const SurgeWish& wish,
                           const domain::Commune& commune) {
    auto hours = own;
    for (const auto& period : periods)
        if (is_for(period, wish, commune)) open(hours, period, wish, commune);
    return hours;
}

const SurgePeriod* surge_straddled(std::span<const SurgePeriod> periods, const SurgeWish& wish, const domain::Commune& commune,
                                   std::int32_t utc_offset_minutes) {
    const auto is_straddled = [&](const SurgePeriod& period) {
        return period.in_quiet_hours && is_for(period, wish, commune) && is_partly_in(period.windows, wish, utc_offset_minutes) &&
               !is_wholly_in(period.windows, wish, utc_offset_minutes);
    };
    const auto found = std::ranges::find_if(periods, is_straddled);
    return found == periods.end() ? nullptr : &*found;
}

const SurgePeriod* surge_needed(const HoursPolicy& own, std::span<const SurgePeriod> periods, const SurgeWish& wish,
                                const domain::Commune& commune) {
    auto hours = own;
    if (hours_standing(hours, wish.start, wish.duration) == HoursStanding::allowed) return nullptr;
    for (const auto& period : periods) {
        if (!is_for(period, wish, commune)) continue;
        open(hours, period, wish, commune);
        if (hours_standing(hours, wish.start, wish.duration) == HoursStanding::allowed) return &period;
    }
    return nullptr;
}

}  // namespace village::policy
