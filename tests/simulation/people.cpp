#include "tests/simulation/people.hpp"

#include <algorithm>

#include "scheduler/policy/check_hours.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::simulation {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

using domain::BroadcastKind;
using domain::Duration;
using domain::NodeNumber;
using domain::Priority;
using domain::WhenInterrupted;

constexpr std::uint8_t emergency_sounds = 4;
constexpr std::uint16_t echo_groups = 3;

}  // namespace

People::People(Surroundings& world, Controllers& controllers, std::vector<std::unique_ptr<SimNode>>& nodes,
               Happenings& happenings)
    : world_(world),
      controllers_(controllers),
      nodes_(nodes),
      happenings_(happenings),
      programmes_(world, controllers, nodes, happenings),
      editors_(world, controllers, [this](Random& random) { return item_for_later(random); }) {}

std::vector<domain::ContentHash> People::rendered_contents() const {
    std::vector<domain::ContentHash> all;
    for (std::uint8_t number = 0; number < emergency_sounds; ++number)
        for (const auto kind : {ContentKind::emergency, ContentKind::drill}) all.push_back(content_named(kind, number));
    return all;
}

void People::begin() {
    for (const auto& node : nodes_) {
        auto& known = commune_.nodes.emplace_back();
        known.number = node->number();
        known.echo_group = static_cast<std::uint8_t>(known.number.value % echo_groups);
    }
    const auto customs = customs_of(world_.clockwork.now());
    for (std::uint32_t i = 0; i < customs.size(); ++i)
        happenings_.once({Kind::schedule, 0, i + 1}, [&](Random& random) { add_schedule(i + 1, customs[i], random); });
    plan_days_ahead();
    programmes_.begin();
    editors_.begin();
    happenings_.once({Kind::storm, 0, 1}, [this](Random& random) { storm_before_quiet_hours(random); });
    const auto every = [this](Kind kind, Duration least, Duration most, void (People::*act)(Random&)) {
        happenings_.every(kind, 0, least, most, [this, act](Random& random) { (this->*act)(random); });
    };
    every(Kind::play_now, minutes{10}, hours{2}, &People::play_now);
    every(Kind::play_later, minutes{30}, hours{3}, &People::play_later);
    every(Kind::live, hours{1}, hours{6}, &People::speak_live);
    every(Kind::emergency, minutes{10}, hours{2}, &People::call_emergency);
    every(Kind::rival_emergencies, hours{3}, hours{12}, &People::call_rival_emergencies);
    every(Kind::stop, minutes{15}, hours{3}, &People::press_stop);
    every(Kind::stop_area, hours{2}, hours{8}, &People::stop_area);
    every(Kind::drill, minutes{10}, minutes{60}, &People::practise);
    every(Kind::flood, hours{8}, hours{120}, &People::flood);
    every(Kind::zone_change, minutes{10}, hours{2}, &People::change_zones);
    every(Kind::cancel_schedule, hours{10}, hours{60}, &People::cancel_schedule);
}

void People::plan_days_ahead() {
    plan_days();
    world_.clockwork.after(hours{1}, [this] {
        if (world_.faults) plan_days_ahead();
    });
}

void People::add_schedule(std::uint32_t number, const Custom& custom, Random& random) {
    domain::Schedule schedule;
    schedule.id.bytes[0] = static_cast<std::uint8_t>(number);
    schedule.timing.first = custom.first + custom.time_of_day;
    schedule.timing.repeats = custom.repeats;
    auto expander = calendar::Expander::make(schedule, calendar::ZoneRules::fixed(hours{7})).value();
    auto pattern = draft(BroadcastKind::scheduled, custom.priority, random);
    pattern.when_interrupted = custom.when;
    pattern.duration = random.between(minutes{3}, minutes{12});
    stagger(pattern, random);
    pattern.max_duration = pattern.duration;
    auto zone = random.chance(0.5) && pattern.passes.empty() ? std::optional(world_.zones.some_zone(random)) : std::nullopt;
    items_.push_back({schedule, std::move(expander), pattern, custom, zone});
    judge_calendar(items_.back());
}

std::vector<domain::Occurrence> People::occurrences(const Item& item, domain::UtcTime from) const {
    auto found = item.rule.between(from, from + hours{48});
    if (world_.plant == Plant::leap_day_forgotten)
        std::erase_if(found, [](const auto& one) { return is_leap_day(local_day(one.planned)); });
    return found;
}

void People::judge_calendar(const Item& item) {
    const auto now = world_.clockwork.now();
    std::vector<domain::UtcTime> planned;
    for (const auto& one : occurrences(item, now)) planned.push_back(one.planned);
    if (planned != item.custom.due_times(now, now + hours{48})) world_.checker.planned_wrongly(item.schedule.id, now);
}

void People::plan_days() {
    const auto now = world_.clockwork.now();
    std::vector<dispatch::BroadcastOrder> orders;
    for (const auto& item : items_) {
        if (item.schedule.state == domain::ScheduleState::cancelled) continue;
        for (const auto& occurrence : occurrences(item, now)) {
            dispatch::BroadcastOrder order;
            order.broadcast = item.pattern;
            order.broadcast.id = domain::broadcast_of(occurrence);
            if (item.zone) order.broadcast.targets = world_.zones.members_for(order.broadcast.id, *item.zone);
            order.broadcast.occurrence = occurrence.id;
            order.broadcast.starts_at = occurrence.planned;
            order.broadcast.start_by = occurrence.planned + item.schedule.start_grace;
            order.schedule = item.schedule.id;
            order.outside_hours = item.custom.outside_hours;
            order.quiet_hours = item.custom.quiet_hours;
            orders.push_back(std::move(order));
        }
    }
    controllers_.owner().plan(std::move(orders));
    programmes_.plan();
}

domain::NodeSet People::some_nodes(std::size_t most, Random& random) {
    domain::NodeSet set;
    const auto first = random.below(nodes_.size());
    const auto count = 1 + random.below(most);
    for (std::size_t i = 0; i < count; ++i) set.insert(nodes_[(first + i) % nodes_.size()]->number());
    return set;
}

/// Where something is heard just now, if anywhere: that is when people look for the red button.
domain::NodeSet People::nodes_that_sound(std::size_t most, Random& random) {
    const auto sounds = [](const auto& node) { return node->is_sounding(); };
    const auto first = std::ranges::find_if(nodes_, sounds);
    if (first == nodes_.end()) return some_nodes(most, random);
    domain::NodeSet set;
    for (auto it = first; it != nodes_.end() && set.size() < most; ++it) set.insert((*it)->number());
    return set;
}

domain::Broadcast People::draft(BroadcastKind kind, Priority priority, Random& random) {
    domain::Broadcast broadcast;
    broadcast.id = world_.signer.make_id<domain::BroadcastId>();
    broadcast.kind = kind;
    broadcast.priority = priority;
    broadcast.targets = some_nodes(nodes_.size(), random);
    broadcast.when_interrupted = static_cast<WhenInterrupted>(random.below(3));
    broadcast.duration = random.between(seconds{10}, minutes{8});
    broadcast.content = content_named(ContentKind::item, random.next());
    broadcast.created_at = world_.clockwork.now();
    return broadcast;
}

void People::aim_at_zone(domain::Broadcast& broadcast, Random& random) {
    if (random.chance(0.5)) broadcast.targets = world_.zones.members_for(broadcast.id, world_.zones.some_zone(random));
}

/// The page is the controller's, and its disk takes one thing after the other.
void People::change_zones(Random& random) {
    const auto life = controllers_.owner().up_since();
    world_.clockwork.after(milliseconds{20}, [this, life, one = Random{random.next(), 0}]() mutable {
        if (controllers_.owner().is_up() && controllers_.owner().up_since() == life) world_.zones.change(one);
    });
}

dispatch::BroadcastOrder People::trifle(Random& random) {
    dispatch::BroadcastOrder order;
    order.broadcast = draft(BroadcastKind::scheduled, Priority::background, random);
    order.broadcast.targets = some_nodes(2, random);
    order.broadcast.duration = random.between(seconds{1}, seconds{5});
    order.broadcast.starts_at = world_.clockwork.now() + random.between(minutes{2}, minutes{40});
    order.broadcast.start_by = order.broadcast.starts_at + seconds{20};
    order.outside_hours = true;
    return order;
}

/// In the allowed hours only; now and then with the sound that is not for it.
void People::practise(Random& random) {
    dispatch::BroadcastOrder order;
    auto& broadcast = order.broadcast = draft(BroadcastKind::drill, Priority::normal, random);
    broadcast.when_interrupted = WhenInterrupted::drop;
    broadcast.starts_at = world_.clockwork.now() + seconds{3};
    broadcast.start_by = broadcast.starts_at + domain::usual_start_grace;
    broadcast.duration = random.between(seconds{15}, seconds{50});
    const auto kind = random.chance(0.2) ? ContentKind::emergency : ContentKind::drill;
    broadcast.content = content_named(kind, random.below(emergency_sounds));
    if (!policy::check_hours(world_.hours, broadcast.starts_at, broadcast.duration)) return;
    world_.checker.drill_asked_for(broadcast.id);
    controllers_.owner().request(std::move(order), {});
}

/// Somebody imports a calendar of trifles, then everybody asks for something, and there is an emergency.
void People::flood(Random& random) {
    std::vector<dispatch::BroadcastOrder> orders;
    for (std::size_t count = 0; count < calendar_room; ++count) orders.push_back(trifle(random));
    controllers_.owner().plan(std::move(orders));
    for (std::size_t count = calendar_room; count <= peoples_room; ++count) controllers_.owner().request(trifle(random), {});
    call_emergency(random);
}

void People::stagger(domain::Broadcast& broadcast, Random& random) const {
    if (!random.chance(0.3)) return;
    broadcast.duration = random.between(seconds{5}, policy::staggered_longest);
    broadcast.passes = policy::passes_of(commune_, broadcast.targets, broadcast.duration);
}

/// So that what it interrupts would go on when everybody sleeps.
void People::storm_before_quiet_hours(Random& random) {
    const auto local = (world_.clockwork.now() + hours{7}).time_since_epoch();
    auto wait = std::chrono::floor<std::chrono::days>(local) + hours{20} + minutes{48} - local;
    if (wait < Duration::zero()) wait += hours{24};
    for (const auto delay : {seconds{0}, seconds{100}, seconds{200}})
        world_.clockwork.after(wait + delay, [this, one = Random{random.next(), 0}]() mutable {
            if (world_.faults) call_emergency(one);
        });
}

dispatch::BroadcastOrder People::item_for_now(Random& random) {
    dispatch::BroadcastOrder order;
    order.broadcast = draft(BroadcastKind::scheduled, static_cast<Priority>(random.below(3)), random);
    stagger(order.broadcast, random);
    order.broadcast.starts_at = world_.clockwork.now() + seconds{3};
    order.broadcast.start_by = order.broadcast.starts_at + random.between(seconds{20}, minutes{5});
    order.outside_hours = true;
    order.quiet_hours = random.chance(0.2);
    return order;
}

void People::play_now(Random& random) {
    const auto order = item_for_now(random);
    controllers_.owner().request(order, {});
    // Regretted at once: often before the signer has answered.
    const auto regret =
        random.chance(0.5) ? random.between(milliseconds{0}, milliseconds{6}) : random.between(milliseconds{0}, seconds{4});
    if (random.chance(0.2))
        world_.clockwork.after(regret, [this, id = order.broadcast.id] {
            controllers_.owner().stop({{id}, {}, "officer", lead_of_stop});
        });
}

dispatch::BroadcastOrder People::item_for_later(Random& random) {
    dispatch::BroadcastOrder order;
    order.broadcast = draft(BroadcastKind::scheduled, static_cast<Priority>(random.below(3)), random);
    aim_at_zone(order.broadcast, random);
    stagger(order.broadcast, random);
    order.broadcast.starts_at = world_.clockwork.now() + random.between(minutes{1}, hours{2});
    order.broadcast.start_by = order.broadcast.starts_at + minutes{2};
    order.outside_hours = random.chance(0.8);
    return order;
}

void People::play_later(Random& random) { controllers_.owner().request(item_for_later(random), {}); }

domain::UtcTime People::play_for_sure(Random& random) {
    dispatch::BroadcastOrder order;
    order.broadcast = draft(BroadcastKind::scheduled, static_cast<Priority>(random.below(3)), random);
    aim_at_zone(order.broadcast, random);
    order.broadcast.starts_at = world_.clockwork.now() + random.between(seconds{70}, minutes{4});
    order.broadcast.start_by = order.broadcast.starts_at + minutes{2};
    order.broadcast.duration = random.between(seconds{10}, minutes{4});
    stagger(order.broadcast, random);
    order.outside_hours = order.quiet_hours = true;
    const auto due = order.broadcast.starts_at;
    controllers_.owner().request(std::move(order), {});
    change_zones(random);
    return due;
}

void People::speak_live(Random& random) {
    dispatch::BroadcastOrder order;
    order.broadcast = draft(BroadcastKind::live, Priority::live, random);
    order.broadcast.starts_at = world_.clockwork.now() + milliseconds{500};
    order.broadcast.start_by = order.broadcast.starts_at + minutes{10};
    order.broadcast.duration = order.broadcast.max_duration = minutes{10};
    order.broadcast.content.reset();
    order.broadcast.streamed = true;
    order.broadcast.when_interrupted = WhenInterrupted::resume;
    order.stream = domain::StreamDescription{};
    order.outside_hours = true;
    controllers_.owner().request(order, {});
    world_.clockwork.after(random.between(seconds{20}, minutes{12}),
                           [this, id = order.broadcast.id] { controllers_.owner().stream_ended(id); });
}

dispatch::BroadcastOrder People::emergency(Random& random) {
    dispatch::BroadcastOrder order;
    order.broadcast = draft(BroadcastKind::emergency, Priority::emergency, random);
    order.broadcast.targets = random.chance(0.6) ? nodes_that_sound(5, random) : some_nodes(5, random);
    order.broadcast.content = content_named(ContentKind::emergency, random.below(emergency_sounds));
    order.broadcast.duration = random.between(seconds{15}, seconds{50});
    order.broadcast.max_duration = random.between(minutes{2}, minutes{30});
    order.repeat_every = random.between(seconds{40}, seconds{180});
    return order;
}

void People::keep_asking(SimController& old, Random& random) {
    for (auto count = random.chance(0.5) ? 0 : 1 + random.below(2); count > 0; --count)
        world_.clockwork.after(random.between(milliseconds{0}, random.chance(0.5) ? seconds{2} : seconds{60}),
                               [this, &old, one = Random{random.next(), 0}]() mutable {
                                   if (old.is_up()) ask(old, one);
                               });
}

void People::ask(SimController& old, Random& random) {
    world_.situations.saw(Situation::old_controller_is_asked);
    if (random.chance(0.3)) return old.stop({{}, some_nodes(6, random), "head", lead_of_stop});
    old.request(random.chance(0.5) ? emergency(random) : item_for_now(random), {});
}

void People::call_emergency(Random& random) {
    const auto order = emergency(random);
    controllers_.owner().request(order, seconds{random.below(6)});
    const auto id = order.broadcast.id;
    if (random.chance(0.3))
        world_.clockwork.after(random.between(milliseconds{0}, seconds{6}),
                               [this, id] { controllers_.owner().cancel_countdown(id); });
    if (random.chance(0.5))
        world_.clockwork.after(random.between(seconds{5}, minutes{15}), [this, id] {
            controllers_.owner().stop({{id}, {}, "head", lead_of_stop});
        });
    // A second tile, pressed by a second head a moment later.
    if (!random.chance(0.2)) return;
    const auto later = random.between(seconds{1}, minutes{2});
    world_.clockwork.after(later, [this, random]() mutable {
        if (world_.faults) call_emergency(random);
    });
}

/// Four heads for the same hamlet, often at the same moment, each of them of something that leaves the others little room.
void People::call_rival_emergencies(Random& random) {
    const auto targets = some_nodes(5, random);
    for (int head = 0; head < 4; ++head) {
        auto order = emergency(random);
        order.broadcast.targets = targets;
        order.broadcast.duration = random.between(seconds{20}, seconds{50});
        order.repeat_every = random.between(seconds{55}, seconds{80});
        world_.clockwork.after(random.between(milliseconds{0}, random.chance(0.5) ? milliseconds{40} : milliseconds{20'000}),
                               [this, order] { controllers_.owner().request(order, {}); });
    }
}

void People::press_stop(Random& random) {
    auto open = controllers_.owner().open_broadcasts();
    // Who stops a piece of a programme looks at the programme.
    std::erase_if(open, [this](domain::BroadcastId id) { return controllers_.owner().find(id)->place.has_value(); });
    if (open.empty()) return;
    const auto nodes = random.chance(0.3) ? some_nodes(5, random) : domain::NodeSet{};
    controllers_.owner().stop({{open[random.below(open.size())]}, nodes, "officer", lead_of_stop});
}

void People::stop_area(Random& random) { controllers_.owner().stop({{}, some_nodes(6, random), "head", lead_of_stop}); }

void People::cancel_schedule(Random& random) {
    if (items_.empty()) return;
    auto& item = items_[random.below(items_.size())];
    item.schedule.state = domain::ScheduleState::cancelled;
    controllers_.owner().cancel_schedule(item.schedule.id);
}

}  // namespace village::simulation
