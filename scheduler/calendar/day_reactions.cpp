#include "scheduler/calendar/day_reactions.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace village::calendar {
namespace {

DayAction action_on(const DayRule& rule, std::span<const DayReaction> reactions) {
    const auto says = [&](const std::string& name) {
        return std::ranges::find_if(
            reactions, [&](const DayReaction& reaction) { return reaction.kind == rule.kind && reaction.rule == name; });
    };
    if (const auto named = says(rule.name); named != reactions.end()) return named->action;
    if (const auto all = says(""); all != reactions.end()) return all->action;
    return usual_action(rule.kind);
}

/// The special day, or the kind of them, that it is a reaction to.
std::string name_of(const DayReaction& reaction) {
    return reaction.rule.empty() ? std::string{domain::day_kind_name(reaction.kind)} : reaction.rule;
}

/// The days of a schedule that plays only then, joined by commas; empty for any other.
std::string only_on(std::span<const DayReaction> reactions) {
    std::string days;
    for (const auto& reaction : reactions) {
        if (reaction.action != DayAction::only_then) continue;
        if (!days.empty()) days += ", ";
        days += name_of(reaction);
    }
    return days;
}

}  // namespace

domain::Status check_reactions(std::span<const DayReaction> reactions) {
    if (reactions.size() > day_reactions_max)
        return domain::Error{domain::ErrorCode::too_large,
                             fmt::format("a schedule says at most {} times what it does on special days", day_reactions_max),
                             domain::BrokenRule{"kept_max", fmt::to_string(day_reactions_max), {}}};
    for (auto one = reactions.begin(); one != reactions.end(); ++one)
        for (auto other = reactions.begin(); other != one; ++other)
            if (one->kind == other->kind && one->rule == other->rule)
                return domain::Error{
                    domain::ErrorCode::invalid_argument,
                    fmt::format("what it does on days of the kind {} is said twice", domain::day_kind_name(one->kind)),
                    domain::BrokenRule{"reaction_twice", {}, name_of(*one)}};
    return {};
}

std::vector<DayReaction> reactions_of_music(std::vector<DayReaction> reactions) {
    for (auto& reaction : reactions)
        if (reaction.action == DayAction::no_music) reaction.action = DayAction::skip;
    for (const auto kind : {DayKind::state_mourning, DayKind::local_mourning}) {
        const auto says_it = [kind](const DayReaction& reaction) { return reaction.kind == kind && reaction.rule.empty(); };
        if (std::ranges::none_of(reactions, says_it)) reactions.push_back({kind, "", DayAction::skip});
    }
    return reactions;
}

DayAction usual_action(DayKind kind) {
    const bool mourning = kind == DayKind::state_mourning || kind == DayKind::local_mourning;
    return mourning ? DayAction::no_music : DayAction::keep;
}

DayVerdict verdict_on(std::span<const DayRule* const> today, std::span<const DayReaction> reactions) {
    const auto first_that = [&](DayAction action) -> const DayRule* {
        const auto found =
            std::ranges::find_if(today, [&](const DayRule* rule) { return action_on(*rule, reactions) == action; });
        return found == today.end() ? nullptr : *found;
    };
    if (const auto* rule = first_that(DayAction::skip)) return {DayStanding::left_out, rule->name, DayAction::skip};
    const auto wanted_days = only_on(reactions);
    if (!wanted_days.empty() && !first_that(DayAction::only_then))
        return {DayStanding::left_out, wanted_days, DayAction::only_then};
    if (const auto* rule = first_that(DayAction::no_music)) return {DayStanding::without_music, rule->name, DayAction::no_music};
    return {};
}

std::vector<AreaVerdict> verdicts(domain::UtcTime planned, std::span<const domain::AreaId> areas, const SpecialDays& days,
                                  std::span<const DayReaction> reactions, const ZoneRules& zone) {
    const auto day = date::floor<date::days>(zone.to_local(planned));
    std::vector<AreaVerdict> found;
    for (const auto area : areas) found.push_back({area, verdict_on(days.on(day, area), reactions)});
    return found;
}

bool falls_away(std::span<const AreaVerdict> verdicts) {
    const auto is_left_out = [](const AreaVerdict& one) { return one.verdict.standing == DayStanding::left_out; };
    return !verdicts.empty() && std::ranges::all_of(verdicts, is_left_out);
}

std::string verdict_text(const DayVerdict& verdict) {
    if (verdict.action == DayAction::skip) return fmt::format("falls away: {}", verdict.because);
    if (verdict.action == DayAction::only_then) return fmt::format("plays on {} only", verdict.because);
    if (verdict.action == DayAction::no_music) return fmt::format("without music: {}", verdict.because);
    return {};
}

}  // namespace village::calendar
