#include "controller/control_loop/special_days.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "controller/control_loop/hamlet_hours.hpp"
#include "scheduler/calendar/day_reactions.hpp"
#include "scheduler/calendar/wishes.hpp"

namespace village::control_loop {

std::vector<domain::DayReaction> reactions_of(const domain::Wanted& wanted, const domain::Announcement& announcement) {
    return announcement.music ? calendar::reactions_of_music(wanted.on_special_days) : wanted.on_special_days;
}

OnTheDay on_special_days(const Office& office, const domain::Schedule& schedule, const domain::Announcement& announcement,
                         const domain::NodeSet& nodes, domain::UtcTime planned) {
    const auto reactions = reactions_of(domain::wanted_of(schedule), announcement);
    if (reactions.empty() || !office.special_days) return {nodes, {}, {}};
    OnTheDay day;
    const auto hamlets = hamlets_of(office, nodes);
    for (const auto& one : calendar::verdicts(planned, hamlets, *office.special_days, reactions, office.zone)) {
        if (one.verdict.standing != calendar::DayStanding::left_out) continue;
        day.silent = day.silent.united_with(office.commune.nodes_of_area(one.area).shared_with(nodes));
        if (day.because.empty()) day.because = one.verdict.because;
    }
    day.sounds = nodes.without(day.silent);
    return day;
}

const domain::DayReaction* reaction_to_unknown(const std::vector<domain::DayReaction>& reactions,
                                               const std::vector<domain::DayRule>& rules) {
    const auto is_unknown = [&](const domain::DayReaction& reaction) {
        const auto is_meant = [&](const domain::DayRule& rule) {
            return rule.kind == reaction.kind && rule.name == reaction.rule;
        };
        return !reaction.rule.empty() && std::ranges::none_of(rules, is_meant);
    };
    const auto found = std::ranges::find_if(reactions, is_unknown);
    return found == reactions.end() ? nullptr : &*found;
}

domain::Status check_special_days(const Office& office, const domain::Schedule& schedule) {
    const auto* unknown = reaction_to_unknown(schedule.on_special_days, office.day_rules.rules);
    if (unknown == nullptr) return {};
    return domain::Error{domain::ErrorCode::not_found,
                         fmt::format("the commune keeps no special day \"{}\" of the kind {}", unknown->rule,
                                     domain::day_kind_name(unknown->kind)),
                         domain::BrokenRule{"special_day", {}, unknown->rule}};
}

}  // namespace village::control_loop
