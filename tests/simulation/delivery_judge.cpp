#include "tests/simulation/delivery_judge.hpp"

#include <fmt/format.h>

namespace village::simulation {
namespace {

using domain::DeliveryState;
using domain::GrantId;
using domain::NodeNumber;
using domain::UtcTime;

/// Is what was stored what the node said? A START that was held back until its broadcast had been settled as missed may
/// still be answered with "cancelled", and the other way round: both say that nothing was heard.
bool agree(DeliveryState said, DeliveryState stored) {
    const auto unheard = [](DeliveryState state) { return state == DeliveryState::missed || state == DeliveryState::cancelled; };
    return said == stored || (unheard(said) && unheard(stored));
}

}  // namespace

void DeliveryJudge::finished(NodeNumber node, GrantId id, DeliveryState said, UtcTime now) {
    if (!facts_.finished.insert({node, id}).second) facts_.fail("S1", node, "finishes the same grant twice", now);
    if (const auto* grant = facts_.find(id)) facts_.said.emplace(std::pair(node, grant->broadcast), said);
    const auto is_quiet = [this](UtcTime time) { return facts_.almanac.standing(time) == policy::HoursStanding::quiet; };
    const bool at_quiet_start = is_quiet(now) && !is_quiet(now - 2 * ring_out);
    if (at_quiet_start && (said == DeliveryState::partial || said == DeliveryState::preempted))
        facts_.situations.saw(Situation::quiet_hours_cut_an_item);
}

void DeliveryJudge::database_restored() {
    stored_.clear();
    counted_once_.merge(counted_);
    counted_.clear();
    said_once_ = facts_.said;
}

void DeliveryJudge::stored(const domain::Delivery& delivery, UtcTime now) {
    auto& state = stored_[{delivery.broadcast, delivery.node}];
    if (domain::is_final(state) && delivery.state != state) facts_.fail("S1", delivery.node, "a final state was left", now);
    if (!domain::is_final(state) && domain::is_final(delivery.state)) ++finals_;
    state = delivery.state;
}

void DeliveryJudge::receipt_counted(NodeNumber node, std::uint64_t number, UtcTime now) {
    if (!counted_.insert({node, number}).second)
        facts_.fail("S7", node, fmt::format("receipt {} was counted twice", number), now);
}

void DeliveryJudge::receipt_released(NodeNumber node, std::uint64_t number, UtcTime now) {
    if (!counted_.contains({node, number}) && !counted_once_.contains({node, number}))
        facts_.fail("S7", node, fmt::format("receipt {} is let go of and stored nowhere", number), now);
}

void DeliveryJudge::end(const std::vector<domain::Broadcast>& over, UtcTime now) {
    for (const auto& broadcast : over)
        for (const auto node : broadcast.targets.numbers()) end(broadcast, node, now);
}

void DeliveryJudge::end(const domain::Broadcast& broadcast, NodeNumber node, UtcTime now) {
    const auto said = facts_.said.find({node, broadcast.id});
    const bool was_said = said != facts_.said.end();
    if (is_done_since_restored(node, broadcast.id)) return;
    const auto found = stored_.find({broadcast.id, node});
    const auto state = found == stored_.end() ? DeliveryState::planned : found->second;
    const auto words = fmt::format("broadcast {} ({}) is \"{}\" there", broadcast.id.text(),
                                   domain::broadcast_state_name(broadcast.state), domain::delivery_state_name(state));
    if (!domain::is_final(state)) facts_.fail("S1", node, words + " at the end", now);
    if (was_said && !agree(said->second, state))
        facts_.fail("S7", node, fmt::format("{}, but its receipt says \"{}\"", words, domain::delivery_state_name(said->second)),
                    now);
}

}  // namespace village::simulation
