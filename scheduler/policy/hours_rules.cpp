#include "scheduler/policy/hours_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "scheduler/domain/gone.hpp"
#include "scheduler/policy/check_hours.hpp"
#include "scheduler/policy/hour_windows.hpp"

namespace village::policy {
namespace {

using domain::DayHours;
using domain::DayKind;
using domain::Error;
using domain::ErrorCode;
using domain::HoursPolicy;
using domain::HoursRule;
using domain::HourWindow;
using domain::Status;
using std::chrono::minutes;

constexpr std::size_t name_bytes_max = 400, areas_max = 64, kinds_max = 16;
constexpr std::uint8_t every_weekday = 0x7F;

/// The commune's own hours have no name.
const HoursRule own_hours{};

Error about(const HoursRule& rule, std::string_view what, domain::BrokenRule broken,
            ErrorCode code = ErrorCode::invalid_argument) {
    const auto name = rule.name.empty() ? std::string_view{"of the commune"} : std::string_view{rule.name};
    return Error{code, fmt::format("the hours \"{}\": {}", name, what), std::move(broken)};
}

Error too_many(const HoursRule& rule, std::size_t max, std::string_view what) {
    return about(rule, fmt::format("more than {} {}", max, what), {"kept_max", std::to_string(max), {}}, ErrorCode::too_large);
}

Error no_window(const HoursRule& rule, const HourWindow& window) {
    return about(rule, fmt::format("{} is no window of a day", window_text(window)),
                 {"window", {}, window_text(window), rule.name});
}

Error outside_own(const HoursRule& rule, const HourWindow& window, const DayHours& own) {
    return about(
        rule, fmt::format("{} is not inside the commune's own allowed hours {}", window_text(window), windows_text(own.allowed)),
        {"commune_hours", windows_text(own.allowed), window_text(window), rule.name});
}

Status check_windows(const HoursRule& rule, const std::vector<HourWindow>& windows) {
    if (windows.size() > windows_of_a_day_max) return too_many(rule, windows_of_a_day_max, "windows");
    for (const auto& window : windows)
        if (!is_window(window)) return no_window(rule, window);
    return {};
}

bool allows_all_of(const DayHours& own, const HourWindow& window) {
    for (std::uint16_t minute = 0; minute < 24 * 60; ++minute)
        if (window.contains(minute) && !is_in(own.allowed, minute)) return false;
    return true;
}

Status check_allowed(const HoursRule& rule, const DayHours& own) {
    if (!rule.allowed) return {};
    if (auto sound = check_windows(rule, *rule.allowed); !sound) return sound;
    for (const auto& window : *rule.allowed)
        if (!allows_all_of(own, window)) return outside_own(rule, window, own);
    return {};
}

Status check_days(const HoursRule& rule) {
    const std::set<DayKind> kinds(rule.kinds.begin(), rule.kinds.end());
    if (rule.weekdays > every_weekday || kinds.size() != rule.kinds.size() || kinds.size() > kinds_max)
        return about(rule, "a weekday, or a kind of special day, is named once", {"day_twice", {}, rule.name});
    return {};
}

Status check_longest(const HoursRule& rule) {
    if (!rule.longest_session) return {};
    const auto longest = *rule.longest_session;
    if (longest < minutes{1} || longest > minutes{24 * 60} || longest % minutes{1} != domain::Duration::zero())
        return about(rule, "the longest session is 1 to 1440 whole minutes", {"session_minutes", "1 - 1440", rule.name});
    return {};
}

Status check_areas(const HoursRule& rule, const domain::Commune& commune) {
    if (rule.areas.size() > areas_max) return too_many(rule, areas_max, "places");
    for (const auto area : rule.areas)
        if (commune.find_area(area) == nullptr) return domain::no_such_area(area);
    return {};
}

Status check_rule(const HoursRule& rule, const DayHours& own, const domain::Commune& commune) {
    if (rule.name.empty() || rule.name.size() > name_bytes_max || rule.name.find('\n') != std::string::npos)
        return Error{ErrorCode::invalid_argument, "hours need a name, one line of at most 400 bytes",
                     domain::BrokenRule{"name", std::to_string(name_bytes_max), rule.name}};
    if (auto sound = check_allowed(rule, own); !sound) return sound;
    if (auto sound = check_windows(rule, rule.quiet); !sound) return sound;
    if (auto sound = check_days(rule); !sound) return sound;
    if (auto sound = check_longest(rule); !sound) return sound;
    return check_areas(rule, commune);
}

bool holds_in(const HoursRule& rule, domain::AreaId hamlet, const domain::Commune& commune) {
    const auto contains = [&](domain::AreaId area) { return commune.area_contains(area, hamlet); };
    return rule.areas.empty() || std::ranges::any_of(rule.areas, contains);
}

bool holds_every_day(const HoursRule& rule) {
    return (rule.weekdays == 0 && rule.kinds.empty()) || (rule.weekdays & every_weekday) == every_weekday;
}

bool is_kind(const DayAt& day, DayKind kind) { return std::ranges::find(day.kinds, kind) != day.kinds.end(); }

bool holds_on(const HoursRule& rule, const DayAt& day) {
    return (rule.weekdays >> weekday_of(day.day) & 1U) != 0 ||
           std::ranges::any_of(rule.kinds, [&](DayKind kind) { return is_kind(day, kind); });
}

/// What a day is made of: which of the rules hold, and whether it is a public holiday. Few such kinds make up a year.
struct Composition {
    std::vector<bool> rules;
    bool is_holiday = false;
    auto operator<=>(const Composition&) const = default;
};

DayHours composed(DayHours hours, std::span<const HoursRule* const> rules, const Composition& of) {
    for (std::size_t i = 0; i < rules.size(); ++i)
        if (of.rules[i]) hours = narrowed(std::move(hours), *rules[i]);
    if (of.is_holiday) hours.tests.clear();
    return hours;
}

}  // namespace

Status check_own_hours(const HoursPolicy& own, const domain::HoursRules& rules) {
    for (const auto* windows : {&own.allowed, &own.tests})
        if (auto sound = check_windows(own_hours, *windows); !sound) return sound;
    for (const auto& rule : rules.rules)
        if (auto sound = check_allowed(rule, own); !sound) return sound;
    return {};
}

Status check_hours_rules(const domain::HoursRules& rules, const HoursPolicy& own, const domain::Commune& commune) {
    if (rules.rules.size() > hours_rules_max)
        return Error{ErrorCode::too_large, "at most 64 rules for hours", domain::BrokenRule{"kept_max", "64", {}}};
    std::set<std::string_view> names;
    for (const auto& rule : rules.rules) {
        if (auto sound = check_rule(rule, own, commune); !sound) return sound;
        if (!names.insert(rule.name).second) return about(rule, "this name is there twice", {"name_twice", {}, rule.name});
    }
    return {};
}

DayHours narrowed(DayHours hours, const HoursRule& rule) {
    if (rule.allowed) hours.allowed = shared_windows(hours.allowed, *rule.allowed);
    hours.also_quiet = joined_windows(std::move(hours.also_quiet), rule.quiet);
    hours.longest_session = std::min(hours.longest_session, rule.longest_session.value_or(hours.longest_session));
    hours.sessions_per_day = std::min(hours.sessions_per_day, rule.sessions_per_day.value_or(hours.sessions_per_day));
    return hours;
}

DayHours strictest(DayHours a, const DayHours& b) {
    if (a == b) return a;
    if (a.allowed != b.allowed) a.allowed = shared_windows(a.allowed, b.allowed);
    if (a.opened != b.opened) a.opened = shared_windows(a.opened, b.opened);
    if (a.tests != b.tests) a.tests = shared_windows(a.tests, b.tests);
    a.also_quiet = joined_windows(std::move(a.also_quiet), b.also_quiet);
    if (a.quiet != b.quiet) a.also_quiet = joined_windows(std::move(a.also_quiet), {b.quiet});
    a.longest_session = std::min(a.longest_session, b.longest_session);
    a.sessions_per_day = std::min(a.sessions_per_day, b.sessions_per_day);
    return a;
}

HoursPolicy strictest(const HoursPolicy& a, const HoursPolicy& b) {
    HoursPolicy both = a;
    static_cast<DayHours&>(both) = strictest(static_cast<const DayHours&>(a), static_cast<const DayHours&>(b));
    std::set<std::int32_t> named;
    for (const auto* one : {&a, &b})
        for (const auto& dated : one->days) named.insert(dated.day);
    both.days.clear();
    for (const auto day : named) {
        auto hours = strictest(a.on(day), b.on(day));
        if (hours != static_cast<const DayHours&>(both)) both.days.push_back({day, std::move(hours)});
    }
    return both;
}

HoursPolicy laid_out(const HoursPolicy& own, const domain::HoursRules& rules, const domain::Commune& commune,
                     domain::AreaId hamlet, std::span<const DayAt> days) {
    auto hours = own;
    hours.days.clear();
    std::vector<const HoursRule*> of_some_days;
    for (const auto& rule : rules.rules) {
        if (!holds_in(rule, hamlet, commune)) continue;
        if (holds_every_day(rule)) static_cast<DayHours&>(hours) = narrowed(static_cast<const DayHours&>(hours), rule);
        else of_some_days.push_back(&rule);
    }
    const auto every_day = static_cast<const DayHours&>(hours);
    std::map<Composition, DayHours> known;
    for (const auto& day : days) {
        Composition of{{}, is_kind(day, DayKind::public_holiday)};
        for (const auto* rule : of_some_days) of.rules.push_back(holds_on(*rule, day));
        auto found = known.find(of);
        if (found == known.end()) found = known.emplace(of, composed(every_day, of_some_days, of)).first;
        if (found->second != every_day) hours.days.push_back({day.day, found->second});
    }
    return hours;
}

}  // namespace village::policy
