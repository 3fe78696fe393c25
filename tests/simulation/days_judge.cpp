#include "tests/simulation/days_judge.hpp"

#include <algorithm>

#include "tests/simulation/customs.hpp"

namespace village::simulation {
namespace {

using domain::BroadcastId;
using domain::DayAction;
using domain::DayKind;
using domain::DayReaction;
using domain::NodeNumber;
using domain::NodeSet;
using domain::UtcTime;

/// What was asked of the signer just before may still come back from it.
constexpr std::chrono::seconds signer_patience{5};

bool is_mourning(DayKind kind) { return kind == DayKind::state_mourning || kind == DayKind::local_mourning; }

}  // namespace

bool DaysJudge::is_day_without(const DayWish& wish, NodeNumber node) const {
    const auto today = facts_.almanac.kinds_on(local_day(wish.planned), node);
    const auto says = [&](DayAction action, DayKind kind) {
        return std::ranges::any_of(
            wish.reactions, [&](const DayReaction& reaction) { return reaction.kind == kind && reaction.action == action; });
    };
    for (const auto kind : today) {
        if (says(DayAction::skip, kind)) return true;
        if (wish.is_music && is_mourning(kind) && !says(DayAction::keep, kind)) return true;
    }
    const bool is_for_some_days =
        std::ranges::any_of(wish.reactions, [](const DayReaction& reaction) { return reaction.action == DayAction::only_then; });
    return is_for_some_days && std::ranges::none_of(today, [&](DayKind kind) { return says(DayAction::only_then, kind); });
}

NodeSet DaysJudge::silent_nodes(const DayWish& wish) const {
    NodeSet silent;
    for (const auto node : wish.nodes.numbers())
        if (is_day_without(wish, node)) silent.insert(node);
    return silent;
}

void DaysJudge::wanted(BroadcastId broadcast, const DayWish& wish, const NodeSet& ordered, UtcTime now) {
    const auto silent = silent_nodes(wish);
    if (ordered != wish.nodes.without(silent))
        facts_.fail("days", NodeNumber{}, "the calendar takes a day for another than counting does", now);
    if (wishes_.insert_or_assign(broadcast, wish).second) return follow(broadcast, silent, {now, true});
    // The day is another one now, and it is to be heard after all.
    for (const auto node : ordered.numbers()) silent_.erase({broadcast, node});
}

void DaysJudge::follow(BroadcastId broadcast, const NodeSet& silent, const Silent& since) {
    for (const auto node : wishes_.at(broadcast).nodes.numbers()) {
        if (silent.contains(node)) silent_.try_emplace({broadcast, node}, since);
        else silent_.erase({broadcast, node});
    }
}

void DaysJudge::followed(UtcTime now) {
    if (is_followed_) return;
    is_followed_ = true;
    std::erase_if(wishes_, [now](const auto& entry) { return entry.second.planned < now; });
    for (const auto& [broadcast, wish] : wishes_) follow(broadcast, silent_nodes(wish), {now, false});
}

void DaysJudge::sound_started(NodeNumber node, const domain::Grant& grant, UtcTime now) const {
    note(grant);
    const auto found = silent_.find({grant.broadcast, node});
    if (found == silent_.end() || facts_.forgotten.contains(grant.broadcast)) return;
    const auto& [since, from_the_beginning] = found->second;
    const auto begun = on_air_.find(grant.broadcast);
    if (begun != on_air_.end() && begun->second <= since) return;
    const bool was_signed_since = issued_.at(grant.broadcast) > since + signer_patience;
    if (from_the_beginning || was_signed_since || facts_.had_to_know(node, since))
        facts_.fail("days", node, "sounds on a day on which it is not to be heard there", now);
}

void DaysJudge::note(const domain::Grant& grant) const {
    const auto wish = wishes_.find(grant.broadcast);
    if (wish == wishes_.end()) return;
    const auto is_for_some_days = [](const DayReaction& reaction) { return reaction.action == DayAction::only_then; };
    if (std::ranges::any_of(wish->second.reactions, is_for_some_days)) facts_.situations.saw(Situation::sounds_on_its_day_only);
    const auto silent = silent_.lower_bound({grant.broadcast, NodeNumber{}});
    const bool falls_away_somewhere = silent != silent_.end() && silent->first.first == grant.broadcast;
    if (falls_away_somewhere)
        facts_.situations.saw(wish->second.is_music ? Situation::music_falls_away_in_part : Situation::item_falls_away_in_part);
}

}  // namespace village::simulation
