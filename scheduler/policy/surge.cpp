#include "scheduler/policy/surge.hpp"

#include <algorithm>

#include "scheduler/domain/folded_text.hpp"
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

domain::Status check_surge(const SurgePeriod& period, const domain::Commune& commune, domain::UtcTime now) {
    if (period.name.empty() || period.name.size() > name_bytes_max)
        return Error{ErrorCode::invalid_argument, "a surge period needs a name of at most 400 bytes"};
    if (period.until <= period.from || period.until <= now)
        return Error{ErrorCode::invalid_argument, "a surge period ends after it begins, and in the future",
                     domain::BrokenRule{"surge_period", {}, domain::utc_text(period.until)}};
    const auto lasts = period.until - period.from;
    if (lasts > SurgePeriod::longest)
        return Error{ErrorCode::too_long, "a surge period lasts 31 days at most; open another one then",
                     domain::BrokenRule{"surge_longest", whole_days(SurgePeriod::longest), whole_days(lasts)}};
    if (period.windows.empty() || period.windows.size() > SurgePeriod::windows_max ||
        !std::ranges::all_of(period.windows, is_window))
        return Error{ErrorCode::invalid_argument, "a surge period opens 1 to 8 windows of a day"};
    if (period.sessions_per_day > sessions_max)
        return Error{ErrorCode::invalid_argument, "a surge period adds at most 10 sessions a day"};
    if (period.areas.empty() || period.areas.size() > lists_max || period.categories.size() > lists_max)
        return Error{ErrorCode::invalid_argument, "a surge period names 1 to 64 places, and at most 64 categories"};
    for (const auto& category : period.categories)
        if (category.empty() || category.find('\n') != std::string::npos)
            return Error{ErrorCode::invalid_argument, "a category is one line"};
    for (const auto area : period.areas)
        if (commune.find_area(area) == nullptr) return Error{ErrorCode::not_found, "no area " + area.text()};
    return {};
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
