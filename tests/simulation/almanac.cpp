#include "tests/simulation/almanac.hpp"

#include <algorithm>

#include "tests/simulation/customs.hpp"

namespace village::simulation {
namespace {

using date::local_days;
using domain::DayRule;
using domain::HourWindow;
using domain::NodeNumber;
using domain::UtcTime;
using policy::HoursStanding;

/// Of the lunar calendar the runs know the New Year only.
bool names(const DayRule& rule, local_days day) {
    if (const auto* span = std::get_if<domain::DaySpan>(&rule.when)) return span->first <= day && day <= span->last;
    if (const auto* yearly = std::get_if<domain::YearlyDay>(&rule.when)) {
        const date::year_month_day date{day};
        return date.month() == date::month{yearly->month} && date.day() == date::day{yearly->day};
    }
    return is_lunar_new_year(day);
}

bool holds_on(const DayRule& rule, local_days day) {
    for (auto named = day - date::days{rule.days_after}; named <= day + date::days{rule.days_before}; named += date::days{1})
        if (names(rule, named)) return true;
    return false;
}

bool any_contains(const std::vector<HourWindow>& windows, std::uint16_t minute) {
    return std::ranges::any_of(windows, [minute](const HourWindow& window) { return window.contains(minute); });
}

/// What it may sound in.
HoursStanding most_for(const domain::Grant& grant) {
    if (grant.quiet_hours || domain::is_called(grant.kind)) return HoursStanding::quiet;
    return grant.outside_hours ? HoursStanding::outside : HoursStanding::allowed;
}

template <class IsSo>
bool any_minute(UtcTime from, UtcTime to, IsSo is_so) {
    for (auto time = from; time < to; time += std::chrono::minutes{1})
        if (is_so(time)) return true;
    return is_so(to);
}

}  // namespace

void Almanac::commune_is(const domain::Commune& commune) {
    commune_ = commune.id;
    for (const auto& node : commune.nodes) hamlets_[node.number] = node.hamlet;
}

bool Almanac::is_there(const std::vector<domain::AreaId>& areas, NodeNumber node) const {
    const auto hamlet = hamlets_.find(node);
    const auto contains = [&](domain::AreaId area) {
        return area == commune_ || (hamlet != hamlets_.end() && area == hamlet->second);
    };
    return areas.empty() || std::ranges::any_of(areas, contains);
}

std::set<domain::DayKind> Almanac::kinds_on(local_days day, NodeNumber node) const {
    std::set<domain::DayKind> kinds;
    for (const auto& rule : days_)
        if (is_there(rule.areas, node) && holds_on(rule, day)) kinds.insert(rule.kind);
    return kinds;
}

bool Almanac::holds(const domain::HoursRule& rule, NodeNumber node, local_days day) const {
    if (!is_there(rule.areas, node)) return false;
    if (rule.weekdays == 0 && rule.kinds.empty()) return true;
    if (rule.weekdays >> (date::weekday{day}.iso_encoding() - 1) & 1U) return true;
    if (rule.kinds.empty()) return false;
    const auto today = kinds_on(day, node);
    return std::ranges::any_of(rule.kinds, [&](domain::DayKind kind) { return today.contains(kind); });
}

std::uint16_t Almanac::minute_of_day(UtcTime time) const {
    const auto local = time.time_since_epoch() + std::chrono::minutes{own_.utc_offset_minutes};
    return static_cast<std::uint16_t>(std::chrono::floor<std::chrono::minutes>(local).count() % (24 * 60));
}

HoursStanding Almanac::standing(UtcTime time) const {
    const auto minute = minute_of_day(time);
    if (own_.quiet.contains(minute)) return HoursStanding::quiet;
    return any_contains(own_.allowed, minute) ? HoursStanding::allowed : HoursStanding::outside;
}

HoursStanding Almanac::standing(NodeNumber node, UtcTime time) const {
    auto worst = standing(time);
    const auto minute = minute_of_day(time);
    const auto day = local_day(time);
    for (const auto& rule : hours_) {
        const bool is_quiet = any_contains(rule.quiet, minute);
        const bool is_outside = rule.allowed && !any_contains(*rule.allowed, minute);
        const auto by_rule = is_quiet ? HoursStanding::quiet : is_outside ? HoursStanding::outside : HoursStanding::allowed;
        if (by_rule > worst && holds(rule, node, day)) worst = by_rule;
    }
    return worst;
}

bool Almanac::leaves(NodeNumber node, const domain::Grant& grant, UtcTime from, UtcTime to) const {
    const auto most = most_for(grant);
    return !any_minute(from, to, [&](UtcTime time) { return standing(node, time) > most; });
}

bool Almanac::narrows(NodeNumber node, const domain::Grant& grant, UtcTime from, UtcTime to) const {
    if (hours_.empty()) return false;
    const auto most = most_for(grant);
    return any_minute(from, to, [&](UtcTime time) { return standing(time) <= most && standing(node, time) > most; });
}

}  // namespace village::simulation
