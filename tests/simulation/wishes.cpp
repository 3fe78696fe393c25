#include "tests/simulation/wishes.hpp"

#include <algorithm>

#include "scheduler/policy/check_hours.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::simulation {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

using dispatch::BroadcastOrder;
using domain::BroadcastKind;
using domain::NodeSet;
using domain::Priority;
using domain::WhenInterrupted;

constexpr auto wanted = "wanted";

Priority some_priority(Random& random) { return static_cast<Priority>(random.below(3)); }

}  // namespace

NodeSet Wishes::some_nodes(std::size_t most, Random& random) const {
    NodeSet set;
    const auto first = random.below(nodes_.size());
    const auto count = 1 + random.below(most);
    for (std::size_t i = 0; i < count; ++i) set.insert(nodes_[(first + i) % nodes_.size()]->number());
    return set;
}

/// Where something is heard just now, if anywhere: that is when people look for the red button.
NodeSet Wishes::nodes_that_sound(std::size_t most, Random& random) const {
    const auto sounds = [](const auto& node) { return node->is_sounding(); };
    const auto first = std::ranges::find_if(nodes_, sounds);
    if (first == nodes_.end()) return some_nodes(most, random);
    NodeSet set;
    for (auto it = first; it != nodes_.end() && set.size() < most; ++it) set.insert((*it)->number());
    return set;
}

void Wishes::aim_at_zone(domain::Broadcast& broadcast, Random& random) const {
    if (random.chance(0.5)) broadcast.targets = world_.zones.members_for(broadcast.id, world_.zones.some_zone(random));
}

void Wishes::stagger(domain::Broadcast& broadcast, Random& random) const {
    if (!random.chance(0.3)) return;
    broadcast.duration = random.between(seconds{5}, policy::staggered_longest);
    broadcast.passes = policy::passes_of(world_.zones.commune(), broadcast.targets, broadcast.duration);
}

void Wishes::excuse(BroadcastOrder& order, const std::string& reason, bool insists) const {
    world_.rules.excuse(order, reason);
    if (order.quiet_hours && !insists) order.quiet_hours = order.broadcast.outside_hours_reason != reason;
}

domain::Broadcast Wishes::draft(BroadcastKind kind, Priority priority, Random& random) {
    domain::Broadcast broadcast;
    broadcast.id = world_.signer.make_id<domain::BroadcastId>();
    broadcast.kind = kind;
    broadcast.priority = priority;
    broadcast.targets = some_nodes(nodes_.size(), random);
    broadcast.when_interrupted = static_cast<WhenInterrupted>(random.below(4));
    broadcast.duration = random.between(seconds{10}, minutes{8});
    broadcast.content = content_named(ContentKind::item, random.next());
    broadcast.created_at = world_.clockwork.now();
    return broadcast;
}

BroadcastOrder Wishes::trifle(Random& random) {
    BroadcastOrder order;
    auto& broadcast = order.broadcast = draft(BroadcastKind::scheduled, Priority::background, random);
    broadcast.targets = some_nodes(2, random);
    broadcast.duration = random.between(seconds{1}, seconds{5});
    broadcast.starts_at = world_.clockwork.now() + random.between(minutes{2}, minutes{40});
    broadcast.start_by = broadcast.starts_at + seconds{20};
    excuse(order, wanted, false);
    return order;
}

std::optional<BroadcastOrder> Wishes::drill(Random& random) {
    BroadcastOrder order;
    auto& broadcast = order.broadcast = draft(BroadcastKind::drill, Priority::normal, random);
    broadcast.when_interrupted = WhenInterrupted::drop;
    broadcast.starts_at = world_.clockwork.now() + seconds{3};
    broadcast.start_by = broadcast.starts_at + domain::usual_start_grace;
    broadcast.duration = random.between(seconds{15}, seconds{50});
    const auto kind = random.chance(0.2) ? ContentKind::emergency : ContentKind::drill;
    broadcast.content = content_named(kind, random.below(emergency_sounds));
    if (!policy::check_hours(world_.rules.hours(), broadcast.starts_at, broadcast.duration)) return std::nullopt;
    return order;
}

BroadcastOrder Wishes::item_for_now(Random& random) {
    BroadcastOrder order;
    auto& broadcast = order.broadcast = draft(BroadcastKind::scheduled, some_priority(random), random);
    stagger(broadcast, random);
    broadcast.starts_at = world_.clockwork.now() + seconds{3};
    broadcast.start_by = broadcast.starts_at + random.between(seconds{20}, minutes{5});
    excuse(order, wanted, random.chance(0.2));
    return order;
}

BroadcastOrder Wishes::item_for_later(Random& random) {
    BroadcastOrder order;
    auto& broadcast = order.broadcast = draft(BroadcastKind::scheduled, some_priority(random), random);
    aim_at_zone(broadcast, random);
    stagger(broadcast, random);
    broadcast.starts_at = world_.clockwork.now() + random.between(minutes{1}, hours{2});
    broadcast.start_by = broadcast.starts_at + minutes{2};
    excuse(order, random.chance(0.8) ? wanted : "", random.chance(0.2));
    return order;
}

BroadcastOrder Wishes::item_for_sure(Random& random) {
    BroadcastOrder order;
    auto& broadcast = order.broadcast = draft(BroadcastKind::scheduled, some_priority(random), random);
    aim_at_zone(broadcast, random);
    broadcast.starts_at = world_.clockwork.now() + random.between(seconds{70}, minutes{4});
    broadcast.start_by = broadcast.starts_at + minutes{2};
    broadcast.duration = random.between(seconds{10}, minutes{4});
    stagger(broadcast, random);
    excuse(order, wanted, false);
    return order;
}

BroadcastOrder Wishes::live(Random& random) {
    BroadcastOrder order;
    auto& broadcast = order.broadcast = draft(BroadcastKind::live, Priority::live, random);
    broadcast.starts_at = world_.clockwork.now() + milliseconds{500};
    broadcast.start_by = broadcast.starts_at + minutes{10};
    broadcast.duration = broadcast.max_duration = minutes{10};
    broadcast.content.reset();
    broadcast.streamed = true;
    broadcast.when_interrupted = WhenInterrupted::resume;
    order.stream = domain::StreamDescription{};
    excuse(order, wanted, random.chance(0.2));
    return order;
}

BroadcastOrder Wishes::relay(domain::UtcTime starts_at, Random& random) {
    BroadcastOrder order;
    auto& broadcast = order.broadcast = draft(BroadcastKind::scheduled, some_priority(random), random);
    broadcast.starts_at = starts_at;
    broadcast.start_by = starts_at + minutes{2};
    broadcast.max_duration = broadcast.duration;
    broadcast.content.reset();
    broadcast.streamed = true;
    order.stream = domain::StreamDescription{};
    excuse(order, wanted, true);
    return order;
}

domain::AreaId Wishes::some_hamlet(Random& random) const {
    const auto& nodes = world_.zones.commune().nodes;
    return nodes[random.below(nodes.size())].hamlet;
}

BroadcastOrder Wishes::emergency(Random& random) {
    return emergency_of(random.chance(0.5) ? some_hamlet(random) : whole_commune(), random);
}

BroadcastOrder Wishes::all_clear(domain::AreaId area, Random& random) {
    BroadcastOrder order;
    auto& broadcast = order.broadcast = draft(BroadcastKind::all_clear, Priority::priority, random);
    broadcast.targets = world_.zones.commune().nodes_of_area(area);
    broadcast.when_interrupted = WhenInterrupted::resume;
    broadcast.content = content_named(ContentKind::all_clear, 0);
    broadcast.duration = random.between(seconds{10}, seconds{40});
    broadcast.max_duration = minutes{5};
    order.intent = domain::EmergencyIntent{.officer = officer_for(area), .area = area, .made_at = world_.clockwork.now()};
    return order;
}

BroadcastOrder Wishes::emergency_of(domain::AreaId area, Random& random) {
    BroadcastOrder order;
    auto& broadcast = order.broadcast = draft(BroadcastKind::emergency, Priority::emergency, random);
    const auto wanted_at = random.chance(0.6) ? nodes_that_sound(5, random) : some_nodes(5, random);
    const auto entitled = world_.zones.commune().nodes_of_area(area);
    broadcast.targets = wanted_at.intersects(entitled) ? wanted_at.shared_with(entitled) : entitled;
    broadcast.content = content_named(ContentKind::emergency, random.below(emergency_sounds));
    broadcast.duration = random.between(seconds{15}, seconds{50});
    broadcast.max_duration = random.between(minutes{2}, minutes{30});
    order.repeat_every = random.between(seconds{40}, seconds{180});
    order.intent = domain::EmergencyIntent{.officer = officer_for(area), .area = area, .made_at = world_.clockwork.now()};
    return order;
}

}  // namespace village::simulation
