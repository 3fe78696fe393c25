#include "tests/simulation/correction_judge.hpp"

#include <algorithm>

namespace village::simulation {

using domain::BroadcastId;
using domain::DeliveryState;
using domain::NodeNumber;
using domain::UtcTime;

bool CorrectionJudge::heard_out_a_correction(BroadcastId wrong, NodeNumber node) const {
    const auto [first, last] = corrections_of_.equal_range(wrong);
    return std::any_of(first, last, [&](const auto& entry) {
        return known_to_be_heard_out_.contains({entry.second.first, node});
    });
}

bool CorrectionJudge::may_be_on_its_way(BroadcastId wrong, NodeNumber node) const {
    const auto [first, last] = corrections_of_.equal_range(wrong);
    return std::any_of(first, last, [node](const auto& entry) { return entry.second.second.contains(node); });
}

void CorrectionJudge::asked_for(BroadcastId correction, BroadcastId wrong, const domain::NodeSet& targets, UtcTime now) {
    for (const auto node : targets.numbers()) {
        if (!sounded_.contains({wrong, node})) facts_.fail("correction", node, "is to correct what it did not sound", now);
        if (heard_out_a_correction(wrong, node)) facts_.fail("correction", node, "is to say a correction again", now);
    }
    for (auto it = known_to_have_sounded_.lower_bound({wrong, {}}); it != known_to_have_sounded_.end() && it->first == wrong;
         ++it)
        if (!targets.contains(it->second) && !may_be_on_its_way(wrong, it->second))
            facts_.fail("correction", it->second, "sounded what was wrong, and nobody corrects it there", now);
    if (corrections_of_.contains(wrong)) facts_.situations.saw(Situation::corrected_again_where_it_failed);
    wrong_of_[correction] = wrong;
    corrections_of_.emplace(wrong, std::pair{correction, targets});
}

void CorrectionJudge::stored(const domain::Delivery& delivery) {
    const bool is_heard_out = delivery.state == DeliveryState::played;
    const bool has_sounded = is_heard_out || delivery.state == DeliveryState::playing || delivery.first_sample_at;
    // What was told to sound and taken back at once is, by its receipt, unheard.
    if (has_sounded) known_to_have_sounded_.insert({delivery.broadcast, delivery.node});
    else known_to_have_sounded_.erase({delivery.broadcast, delivery.node});
    if (is_heard_out) known_to_be_heard_out_.insert({delivery.broadcast, delivery.node});
}

/// What it knew of corrections is gone with the rest.
void CorrectionJudge::database_restored() {
    known_to_have_sounded_.clear();
    known_to_be_heard_out_.clear();
}

void CorrectionJudge::sound_started(NodeNumber node, const domain::Grant& grant, UtcTime now) {
    sounded_.insert({grant.broadcast, node});
    const auto wrong = wrong_of_.find(grant.broadcast);
    if (wrong == wrong_of_.end()) return;
    facts_.situations.saw(Situation::correction_sounds);
    if (!sounded_.contains({wrong->second, node})) facts_.fail("correction", node, "corrects what it did not sound", now);
    const auto is_of_the_wrong = [&](domain::GrantId heard) { return facts_.issued.at(heard).broadcast == wrong->second; };
    if (std::ranges::any_of(facts_.heard_at(node), is_of_the_wrong))
        facts_.fail("correction", node, "corrects what still sounds", now);
}

}  // namespace village::simulation
