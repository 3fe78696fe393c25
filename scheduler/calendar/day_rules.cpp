#include "scheduler/calendar/day_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "scheduler/domain/gone.hpp"

namespace village::calendar {
namespace {

using date::local_days;
using domain::Error;
using domain::ErrorCode;

constexpr std::size_t rule_name_length_max = 200;

date::year_month_day in_year(const YearlyDay& yearly, date::year year) {
    return year / date::month{yearly.month} / date::day{yearly.day};
}

domain::Status check_when(const DayRule& rule) {
    if (const auto* lunar = std::get_if<LunarRule>(&rule.when)) return check_lunar_rule(*lunar);
    const auto* yearly = std::get_if<YearlyDay>(&rule.when);
    if (yearly && !in_year(*yearly, date::year{2024}).ok())
        return Error{ErrorCode::invalid_argument, fmt::format("\"{}\" is on a day that no year has", rule.name),
                     domain::BrokenRule{"special_day_date", {}, rule.name}};
    const auto* span = std::get_if<DaySpan>(&rule.when);
    if (span && span->last < span->first)
        return Error{ErrorCode::invalid_argument, fmt::format("\"{}\" ends before it begins", rule.name),
                     domain::BrokenRule{"special_day_date", {}, rule.name}};
    return {};
}

domain::Status check_rules(const std::vector<DayRule>& rules, const domain::Commune& commune) {
    if (rules.size() > day_rules_max)
        return Error{ErrorCode::too_large, fmt::format("a commune keeps at most {} special days", day_rules_max),
                     domain::BrokenRule{"kept_max", std::to_string(day_rules_max), {}}};
    std::set<std::string_view> names;
    for (const auto& rule : rules) {
        if (rule.name.empty() || rule.name.size() > rule_name_length_max || !names.insert(rule.name).second)
            return Error{ErrorCode::invalid_argument, fmt::format("a special day needs a name of its own, not \"{}\"", rule.name),
                         domain::BrokenRule{"special_day_name", {}, rule.name}};
        if (auto when = check_when(rule); !when) return when.error();
        for (const auto area : rule.areas)
            if (commune.find_area(area) == nullptr) return domain::no_such_area(area);
    }
    return {};
}

/// The days the rule names itself, without those before and after.
std::vector<local_days> named_days(const DayRule& rule, local_days first, local_days last) {
    std::vector<local_days> days;
    if (const auto* yearly = std::get_if<YearlyDay>(&rule.when)) {
        const auto end = date::year_month_day{last}.year();
        for (auto year = date::year_month_day{first}.year(); year <= end; ++year)
            if (const auto day = in_year(*yearly, year); day.ok()) days.push_back(local_days{day});
    } else if (const auto* span = std::get_if<DaySpan>(&rule.when)) {
        for (auto day = std::max(first, span->first); day <= std::min(last, span->last); day += date::days{1})
            days.push_back(day);
    } else {
        const auto all = static_cast<std::size_t>((last - first).count()) + 1;
        days = lunar_days(std::get<LunarRule>(rule.when), first, last + date::days{1}, all);
    }
    return days;
}

std::vector<domain::AreaId> areas_below(const std::vector<domain::AreaId>& tops, const domain::Commune& commune) {
    std::vector<domain::AreaId> areas;
    if (tops.empty()) return areas;
    for (const auto& area : commune.areas)
        if (std::ranges::any_of(tops, [&](domain::AreaId top) { return commune.area_contains(top, area.id); }))
            areas.push_back(area.id);
    std::ranges::sort(areas);
    return areas;
}

}  // namespace

std::vector<DayRule> usual_day_rules() {
    using enum DayKind;
    return {{"Tết Dương lịch", public_holiday, YearlyDay{1, 1}, 0, 0, {}},
            {"Tết Nguyên đán", public_holiday, every_lunar_year(1, 1), 1, 3, {}},
            {"Giỗ Tổ Hùng Vương", public_holiday, every_lunar_year(3, 10), 0, 0, {}},
            {"Ngày Chiến thắng", public_holiday, YearlyDay{4, 30}, 0, 0, {}},
            {"Ngày Quốc tế lao động", public_holiday, YearlyDay{5, 1}, 0, 0, {}},
            {"Quốc khánh", public_holiday, YearlyDay{9, 2}, 0, 0, {}},
            {"Mùng 1", lunar_day, every_lunar_month({1}), 0, 0, {}},
            {"Rằm", lunar_day, every_lunar_month({15}), 0, 0, {}}};
}

SpecialDays::SpecialDays(std::vector<DayRule> rules, const domain::Commune& commune, local_days first, local_days last)
    : rules_(std::move(rules)) {
    for (std::size_t place = 0; place < rules_.size(); ++place) {
        const auto& rule = rules_[place];
        areas_.push_back(areas_below(rule.areas, commune));
        const date::days before{rule.days_before}, after{rule.days_after};
        for (const auto named : named_days(rule, first - after, last + before))
            for (auto day = std::max(first, named - before); day <= std::min(last, named + after); day += date::days{1})
                days_.push_back({day, place});
    }
    std::ranges::sort(days_);
    days_.erase(std::unique(days_.begin(), days_.end()), days_.end());
}

domain::Result<SpecialDays> SpecialDays::make(std::vector<DayRule> rules, const domain::Commune& commune, local_days first,
                                              local_days last) {
    if (last - first > special_days_span_max)
        return Error{ErrorCode::too_large,
                     fmt::format("special days are laid out for at most {} days", special_days_span_max.count())};
    if (auto readable = check_rules(rules, commune); !readable) return readable.error();
    return SpecialDays{std::move(rules), commune, first, last};
}

std::vector<const DayRule*> SpecialDays::on(local_days day, domain::AreaId area) const {
    std::vector<const DayRule*> found;
    for (auto entry = std::ranges::lower_bound(days_, day, {}, &Entry::day); entry != days_.end() && entry->day == day; ++entry) {
        const auto& areas = areas_[entry->rule];
        if (areas.empty() || std::ranges::binary_search(areas, area)) found.push_back(&rules_[entry->rule]);
    }
    return found;
}

}  // namespace village::calendar
