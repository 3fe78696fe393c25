#include "tests/simulation/eavesdropper.hpp"

#include <algorithm>
#include <stdexcept>

namespace village::simulation {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

void Eavesdropper::begin(Happenings& happenings) {
    const auto every = [&](Kind kind, domain::Duration least, domain::Duration most, void (Eavesdropper::*act)(Random&)) {
        happenings.every(kind, 0, least, most, [this, act](Random& random) { (this->*act)(random); });
    };
    every(Kind::replayed_start, minutes{2}, minutes{20}, &Eavesdropper::replay);
    every(Kind::forged_start, minutes{5}, minutes{30}, &Eavesdropper::forge);
    every(Kind::replayed_receipt, minutes{2}, minutes{20}, &Eavesdropper::replay_receipt);
    every(Kind::copied_command, seconds{20}, minutes{6}, &Eavesdropper::copy);
    every(Kind::start_let_go, minutes{1}, minutes{8}, &Eavesdropper::release_held_back);
}

domain::Grant Eavesdropper::some_recorded(Random& random) const {
    const auto count = world_.recorded.size();
    const auto back = random.below(random.chance(0.5) ? std::min<std::size_t>(count, 8) : count);
    return world_.recorded[count - 1 - back];
}

SimNode* Eavesdropper::some_node_outside(const domain::NodeSet& nodes, Random& random) {
    const auto first = random.below(nodes_.size());
    for (std::size_t i = 0; i < nodes_.size(); ++i)
        if (auto& node = nodes_[(first + i) % nodes_.size()]; !nodes.contains(node->number())) return node.get();
    return nullptr;
}

void Eavesdropper::send(SimNode& node, const domain::Grant& grant, Situation what) {
    node.line().datagram([this, &node, grant, what] {
        if (!node.is_up()) return;
        world_.situations.saw(what);
        node.take_copy(grant);
    });
}

/// A START that was recorded is played again, now, to any loudspeaker.
void Eavesdropper::replay(Random& random) {
    if (!world_.recorded.empty()) send(some_node(random), some_recorded(random), Situation::replayed_start);
}

/// The same with a STOP, a plan, or what a node answered in an earlier session.
void Eavesdropper::copy(Random& random) {
    auto& node = some_node(random);
    switch (random.below(3)) {
        case 0: return node.take_copy_of_plan(random);
        case 1: return controllers_.owner().take_copy_of_answer(random);
        default:
            if (const auto& stops = world_.recorded_stops; !stops.empty()) node.take_copy(stops[random.below(stops.size())]);
    }
}

/// A receipt, new or old: what its node said once is said again.
void Eavesdropper::replay_receipt(Random& random) {
    const auto& recorded = world_.recorded_receipts;
    if (recorded.empty() || !controllers_.owner().is_up()) return;
    world_.situations.saw(Situation::replayed_receipt);
    controllers_.owner().receipt(recorded[recorded.size() - 1 - random.below(std::min<std::size_t>(recorded.size(), 50))]);
}

/// The same, with other words: for one loudspeaker more, for a day longer, for new audio, or as a new order.
void Eavesdropper::forge(Random& random) {
    if (world_.recorded.empty()) return;
    auto copy = some_recorded(random);
    auto* node = &some_node(random);
    switch (random.below(4)) {
        case 0:
            if (auto* stranger = some_node_outside(copy.nodes, random)) node = stranger;
            copy.nodes.insert(copy.nodes.contains(node->number()) ? beyond_the_commune() : node->number());
            break;
        case 1: copy.start_by = copy.not_after = copy.not_after + hours{24}; break;
        case 2: copy.priority = domain::Priority::priority, copy.max_duration += minutes{10}; break;
        default: copy.id = world_.signer.make_id<domain::GrantId>();
    }
    if (world_.signer.has_signed(copy)) throw std::logic_error("a forged START equals a real one: nothing is tried by it");
    send(*node, copy, Situation::forged_start);
}

/// A START that was kept from its loudspeaker until the STOP had come; perhaps somebody pulls the plug first.
void Eavesdropper::release_held_back(Random& random) {
    if (world_.held_back.empty()) return;
    const auto [number, id] = world_.held_back.back();
    world_.held_back.pop_back();
    const auto held = std::ranges::find(world_.recorded, id, &domain::Grant::id);
    if (held == world_.recorded.end()) return;
    auto& node = *nodes_[number.value - 1u];
    if (node.is_up() && random.chance(0.7)) {
        node.crash();
        node.boot();
    }
    send(node, *held, Situation::replayed_start);
}

}  // namespace village::simulation
