#include "controller/control_loop/day_desk.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "controller/control_loop/programme_orders.hpp"
#include "controller/control_loop/special_days.hpp"
#include "controller/observability/log.hpp"
#include "scheduler/calendar/wishes.hpp"

namespace village::control_loop {
namespace {

/// What was planned before today may still be asked about.
constexpr date::days laid_out_before{31};
/// A year's calendar file, and a year of conflicts.
constexpr date::days laid_out_after{400};

/// Without the areas that are gone. A rule for such areas alone goes with them; it would hold everywhere.
std::vector<domain::DayRule> with_known_areas(std::vector<domain::DayRule> rules, const domain::Commune& commune) {
    const auto is_gone = [&](domain::AreaId area) { return commune.find_area(area) == nullptr; };
    std::erase_if(rules, [&](domain::DayRule& rule) {
        const bool was_everywhere = rule.areas.empty();
        std::erase_if(rule.areas, is_gone);
        return rule.areas.empty() && !was_everywhere;
    });
    return rules;
}

domain::Error named_by(const std::string& schedule, const std::string& rule) {
    return {domain::ErrorCode::invalid_argument,
            fmt::format("the schedule of \"{}\" names the special day \"{}\"; keep it by this name, or edit the schedule first",
                        schedule, rule),
            domain::BrokenRule{"special_day_wanted", rule, schedule}};
}

}  // namespace

ports::Awaitable<domain::Status> DayDesk::load() {
    auto kept = co_await office_.ports.stores.rules.day_rules();
    if (!kept) co_return kept.error();
    if (!*kept) {
        auto usual = domain::DayRules{calendar::usual_day_rules(), 0};
        auto saved = co_await office_.ports.stores.rules.save(std::move(usual), ports::by_itself);
        if (!saved) co_return saved.error();
        *kept = std::move(*saved);
    }
    office_.day_rules = std::move(**kept);
    lay_out();
    co_return domain::Status{};
}

ports::Awaitable<domain::Result<domain::DayRules>> DayDesk::save(domain::Operator caller, domain::DayRules rules) {
    if (auto allowed = office_.may(caller, policy::Action::schedule); !allowed) co_return allowed.error();
    const auto today = date::floor<date::days>(office_.zone.to_local(office_.now()));
    if (auto sound = calendar::SpecialDays::make(rules.rules, office_.commune, today, today); !sound) co_return sound.error();
    if (auto kept = co_await check_named(rules.rules); !kept) co_return kept.error();
    auto row = office_.row(caller, "special_days.save", "commune", std::to_string(rules.rules.size()) + " rules");
    auto saved = co_await office_.ports.stores.rules.save(std::move(rules), std::move(row));
    if (!saved) co_return saved.error();
    office_.day_rules = *saved;
    lay_out();
    co_return *saved;
}

ports::Awaitable<domain::Status> DayDesk::check_named(std::vector<domain::DayRule> rules) const {
    const auto schedules = co_await office_.ports.stores.schedules.active();
    if (!schedules) co_return schedules.error();
    for (const auto& schedule : *schedules) {
        const auto wanted_of_it = calendar::wanted_from(schedule, office_.now());
        for (const auto& wanted : wanted_of_it) {
            const auto& reactions = wanted.on_special_days;
            const auto* unknown = reaction_to_unknown(reactions, rules);
            // One that was gone before is nothing this edit does.
            if (unknown == nullptr || reaction_to_unknown({*unknown}, office_.day_rules.rules) != nullptr) continue;
            const auto whole = co_await wanted_announcement(office_, wanted.announcement, wanted.programme);
            co_return named_by(whole ? whole->title : std::string{}, unknown->rule);
        }
    }
    co_return domain::Status{};
}

bool DayDesk::follow_the_day() {
    if (date::floor<date::days>(office_.zone.to_local(office_.now())) == laid_out_on_) return false;
    lay_out();
    return true;
}

void DayDesk::lay_out() {
    const auto today = date::floor<date::days>(office_.zone.to_local(office_.now()));
    laid_out_on_ = today;
    auto days = calendar::SpecialDays::make(with_known_areas(office_.day_rules.rules, office_.commune), office_.commune,
                                            today - laid_out_before, today + laid_out_after);
    if (days) office_.special_days = std::move(*days);
    else log::error("the special days do not hold: {} [{}]", days.error().detail, domain::error_name(days.error().code));
}

}  // namespace village::control_loop
