#include "tests/simulation/clerks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scheduler/policy/hours_rules.hpp"
#include "tests/simulation/customs.hpp"

namespace village::simulation {
namespace {

using std::chrono::hours;

using domain::DayKind;
using domain::DayRule;
using domain::HoursRule;
using domain::HourWindow;

constexpr std::uint16_t minute(std::uint64_t hour, std::uint64_t minute_of_hour) {
    return static_cast<std::uint16_t>(hour * 60 + minute_of_hour);
}

/// The usual ones, of those of the lunar calendar the New Year.
std::vector<DayRule> public_holidays() {
    auto rules = calendar::usual_day_rules();
    std::erase_if(rules, [](const DayRule& rule) {
        const auto* lunar = std::get_if<domain::LunarRule>(&rule.when);
        return lunar != nullptr && (rule.kind != DayKind::public_holiday || lunar->days != std::vector{1U});
    });
    return rules;
}

}  // namespace

void Clerks::begin() {
    world_.rules.save(public_holidays(), world_.clockwork.now());
    world_.happenings.every(Kind::special_day, 0, hours{2}, hours{9}, [this](Random& random) { change_days(random); });
    world_.happenings.every(Kind::hours_rule, 0, hours{3}, hours{12}, [this](Random& random) { change_hours(random); });
}

std::vector<domain::AreaId> Clerks::some_areas(Random& random) const {
    const auto& areas = world_.zones.commune().areas;
    return {areas[random.chance(0.3) ? 0 : random.below(areas.size())].id};
}

DayRule Clerks::some_day(Random& random) {
    constexpr std::array kinds{DayKind::state_mourning, DayKind::local_mourning, DayKind::public_holiday, DayKind::election_day};
    DayRule rule;
    rule.name = fmt::format("day {}", ++rules_);
    rule.kind = kinds[random.below(kinds.size())];
    const auto first = local_day(world_.clockwork.now()) + date::days{random.below(2)};
    rule.when = domain::DaySpan{first, first + date::days{random.below(2)}};
    if (rule.kind != DayKind::state_mourning) rule.areas = some_areas(random);
    return rule;
}

/// The page is the controller's.
void Clerks::change_days(Random& random) {
    if (!controllers_.owner().is_up()) return;
    auto rules = world_.rules.day_rules();
    const auto made = std::ranges::find_if(rules, [](const DayRule& rule) { return rule.name.starts_with("day "); });
    if (made != rules.end() && random.chance(0.4)) {
        rules.erase(made);
        world_.situations.saw(Situation::special_day_taken_out);
    } else {
        rules.push_back(some_day(random));
    }
    world_.rules.save(std::move(rules), world_.clockwork.now());
    controllers_.owner().tell_profiles();
    plan_();
}

HoursRule Clerks::some_hours(Random& random) {
    HoursRule rule;
    rule.name = fmt::format("hours {}", ++rules_);
    rule.areas = some_areas(random);
    if (random.chance(0.3)) rule.weekdays = static_cast<std::uint8_t>(1 + random.below(0x7F));
    if (random.chance(0.3)) rule.kinds = {static_cast<DayKind>(random.below(static_cast<std::uint64_t>(DayKind::other)))};
    const auto from = random.chance(0.6) ? minute(17, random.below(50)) : minute(6 + random.below(14), 0);
    const auto length = 10 + random.below(60);
    if (random.chance(0.7)) rule.quiet = {{from, static_cast<std::uint16_t>(from + length)}};
    else rule.allowed = {{minute(5, 30), minute(6, random.below(30))}, {minute(17, random.below(20)), minute(17, 40)}};
    return rule;
}

void Clerks::change_hours(Random& random) {
    if (!controllers_.owner().is_up()) return;
    auto rules = world_.rules.hours_rules();
    if (!rules.empty() && random.chance(0.5)) rules.erase(rules.begin());
    else rules.push_back(some_hours(random));
    if (!policy::check_hours_rules({rules}, world_.rules.hours(), world_.zones.commune())) return;
    world_.rules.save(std::move(rules), world_.clockwork.now());
    controllers_.owner().tell_profiles();
    plan_();
}

}  // namespace village::simulation
