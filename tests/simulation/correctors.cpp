#include "tests/simulation/correctors.hpp"

namespace village::simulation {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

void Correctors::begin() {
    world_.happenings.every(Kind::correction, 0, minutes{20}, hours{2}, [this](Random& random) { correct_something(random); });
}

void Correctors::correct_something(Random& random) {
    const auto wrong = controllers_.owner().correctable();
    if (wrong.empty()) return;
    const auto id = wrong[random.below(wrong.size())];
    correct(id, random);
    // Whoever was not reached, or reported late, is told later.
    if (random.chance(0.5))
        world_.clockwork.after(random.between(seconds{1}, minutes{30}), [this, id, one = Random{random.next(), 0}]() mutable {
            if (world_.faults) correct(id, one);
        });
}

void Correctors::correct(domain::BroadcastId wrong, Random& random) {
    const auto targets = controllers_.owner().to_be_corrected(wrong);
    if (targets.is_empty()) return;
    auto order = wishes_.item_for_now(random);
    auto& broadcast = order.broadcast;
    broadcast.corrects = wrong;
    broadcast.targets = targets;
    broadcast.passes.clear();
    broadcast.priority = domain::Priority::priority;
    broadcast.duration = random.between(seconds{10}, seconds{40});
    wishes_.excuse(order, "wanted", false);
    controllers_.owner().correct(std::move(order));
}

}  // namespace village::simulation
