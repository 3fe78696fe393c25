#include "scheduler/policy/surge.hpp"

#include <algorithm>

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

void open(domain::DayHours& hours, const SurgePeriod& period) {
    auto& windows = period.in_quiet_hours ? hours.opened : hours.allowed;
    windows.insert(windows.end(), period.windows.begin(), period.windows.end());
    hours.sessions_per_day = static_cast<std::uint8_t>(std::min(255, hours.sessions_per_day + period.sessions_per_day));
}

void open(HoursPolicy& hours, const SurgePeriod& period) {
    open(static_cast<domain::DayHours&>(hours), period);
    for (auto& dated : hours.days) open(dated.hours, period);
}

}  // namespace

domain::Status check_surge(const SurgePeriod& period, const domain::Commune& commune, domain::UtcTime now) {
    if (period.name.empty() || period.name.size() > name_bytes_max)
        return Error{ErrorCode::invalid_argument, "a surge period needs a name of at most 400 bytes"};
    if (period.until <= period.from || period.until <= now)
        return Error{ErrorCode::invalid_argument, "a surge period ends after it begins, and in the future"};
    if (period.until - period.from > SurgePeriod::longest)
        return Error{ErrorCode::too_long, "a surge period lasts 31 days at most; open another one then"};
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

bool is_for(const SurgePeriod& period, const SurgeWish& wish, const domain::Commune& commune) {
    if (wish.start < period.from || wish.start + wish.duration > period.ends_at()) return false;
    if (wish.priority < period.from_priority || wish.hamlets.empty()) return false;
    const auto& categories = period.categories;
    if (!categories.empty() && std::ranges::find(categories, wish.category) == categories.end()) return false;
    return std::ranges::all_of(wish.hamlets, [&](domain::AreaId hamlet) {
        return std::ranges::any_of(period.areas, [&](domain::AreaId area) { return commune.area_contains(area, hamlet); });
    });
}

HoursPolicy hours_in_force(const HoursPolicy& own, std::span<const SurgePeriod> periods, const SurgeWish& wish,
                           const domain::Commune& commune) {
    auto hours = own;
    for (const auto& period : periods)
        if (is_for(period, wish, commune)) open(hours, period);
    return hours;
}

const SurgePeriod* surge_needed(const HoursPolicy& own, std::span<const SurgePeriod> periods, const SurgeWish& wish,
                                const domain::Commune& commune) {
    auto hours = own;
    if (hours_standing(hours, wish.start, wish.duration) == HoursStanding::allowed) return nullptr;
    for (const auto& period : periods) {
        if (!is_for(period, wish, commune)) continue;
        open(hours, period);
        if (hours_standing(hours, wish.start, wish.duration) == HoursStanding::allowed) return &period;
    }
    return nullptr;
}

}  // namespace village::policy
