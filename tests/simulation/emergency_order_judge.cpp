#include "tests/simulation/emergency_order_judge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tests/simulation/emergency_judge.hpp"

namespace village::simulation {
namespace {

using domain::Grant;
using domain::GrantId;
using domain::NodeNumber;
using domain::UtcTime;

UtcTime next_on_grid(const Grant& grant, UtcTime time) {
    const auto step = *grant.repeat_every;
    return grant.starts_at + (time - grant.starts_at + step - domain::Duration{1}) / step * step;
}

}  // namespace

void EmergencyOrderJudge::booted(NodeNumber number, bool clock_trusted) { nodes_[number] = {.knows_the_time = clock_trusted}; }

void EmergencyOrderJudge::clock_lost(NodeNumber number) {
    auto& node = nodes_[number];
    node.knows_the_time = false;
    node.had_doubt = true;
    node.waiting.clear();
    for (auto it = begun_.lower_bound({number, {}}); it != begun_.end() && it->first == number; ++it)
        node.off_the_grid.insert(it->second);
}

void EmergencyOrderJudge::clock_set(NodeNumber number, UtcTime now) {
    std::erase_if(nodes_[number].waiting, [now](const auto& entry) {
        const auto due = entry.second.turn.due;
        return due >= now - 2 * clock_error_max && due <= now + 2 * clock_error_max;
    });
}

void EmergencyOrderJudge::received(NodeNumber number, const Grant& grant, UtcTime now) {
    auto& node = nodes_[number];
    if (!node.knows_the_time || begun_.contains({number, grant.id})) return;
    node.waiting.try_emplace(grant.id, Waiting{{grant.id, {}}, std::max(now, grant.starts_at)});
}

void EmergencyOrderJudge::start_written(NodeNumber number, GrantId id, UtcTime now) {
    begun_.insert({number, id});
    auto& node = nodes_[number];
    if (node.had_doubt && !node.knows_the_time) node.off_the_grid.insert(id);
    auto& waiting = node.waiting;
    const auto chosen = waiting.extract(id);
    if (chosen.empty()) return;
    for (const auto& [other, left] : waiting)
        if (left.since + EmergencyJudge::heard_within < now) choose(number, chosen.mapped().turn, left.turn, now);
}

void EmergencyOrderJudge::choose(NodeNumber number, const Turn& chosen, const Turn& left, UtcTime now) {
    if (chose_.contains({left, chosen}))
        facts_.fail("S5", number,
                    fmt::format("lets emergency {} wait for {}, and a neighbour the other way round", left.grant.text(),
                                chosen.grant.text()),
                    now);
    auto& alike = chose_[{chosen, left}];
    if (!alike.insert(number).second || alike.size() < 2) return;
    facts_.situations.saw(chosen.due == UtcTime{} ? Situation::neighbours_begin_alike : Situation::neighbours_repeat_alike);
}

void EmergencyOrderJudge::came_to_end(NodeNumber number, const Grant& grant, UtcTime now) {
    auto& node = nodes_[number];
    if (!node.knows_the_time || !grant.repeat_every || node.off_the_grid.contains(grant.id)) return;
    const auto due = next_on_grid(grant, now);
    // By the clock of the node it may be this moment of the grid or the one before or after it.
    const bool is_sure = next_on_grid(grant, now - clock_error_max) == due && next_on_grid(grant, now + clock_error_max) == due;
    if (is_sure) node.waiting.insert_or_assign(grant.id, Waiting{{grant.id, due}, due + clock_error_max});
}

}  // namespace village::simulation
