#include "tests/simulation/people.hpp"

#include <algorithm>

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

domain::ContentHash content_named(std::uint8_t kind, std::uint64_t number) {
    domain::ContentHash hash;
    hash.bytes[0] = kind;
    for (std::size_t i = 0; i < 8; ++i) hash.bytes[i + 1] = static_cast<std::uint8_t>(number >> 8 * i);
    return hash;
}

}  // namespace

People::People(Surroundings& world, SimController& controller, std::vector<std::unique_ptr<SimNode>>& nodes, Random random,
               domain::UtcTime home_time)
    : world_(world), controller_(controller), nodes_(nodes), random_(random), home_time_(home_time) {}

std::vector<domain::ContentHash> People::emergency_contents() const {
    std::vector<domain::ContentHash> all;
    for (std::uint8_t number = 0; number < emergency_sounds; ++number) all.push_back(content_named(9, number));
    return all;
}

void People::begin() {
    add_schedule(1, "2026-11-20T05:30:00", "FREQ=DAILY", Priority::normal, WhenInterrupted::resume);
    add_schedule(2, "2026-11-20T05:40:00", "FREQ=DAILY", Priority::priority, WhenInterrupted::restart);
    add_schedule(3, "2026-11-20T05:42:00", "FREQ=DAILY", Priority::normal, WhenInterrupted::drop);
    add_schedule(4, "2026-11-20T06:05:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", Priority::background, WhenInterrupted::resume);
    add_schedule(5, "2026-11-20T17:00:00", "FREQ=DAILY", Priority::normal, WhenInterrupted::resume);
    add_schedule(6, "2026-11-20T17:20:00", "FREQ=DAILY;INTERVAL=2", Priority::normal, WhenInterrupted::restart);
    add_schedule(7, "2026-11-20T20:47:00", "FREQ=DAILY", Priority::normal, WhenInterrupted::resume);
    items_.back().outside_hours = true;
    plan_days();
    storm_before_quiet_hours();
    every(hours{1}, hours{1}, [this] { plan_days(); });
    every(minutes{10}, hours{2}, [this] { play_now(); });
    every(minutes{30}, hours{3}, [this] { play_later(); });
    every(hours{1}, hours{6}, [this] { speak_live(); });
    every(minutes{10}, hours{2}, [this] { call_emergency(); });
    every(minutes{15}, hours{3}, [this] { press_stop(); });
    every(hours{2}, hours{8}, [this] { stop_area(); });
    every(hours{10}, hours{60}, [this] {
        auto& item = items_[random_.below(items_.size())];
        item.schedule.state = domain::ScheduleState::cancelled;
        controller_.cancel_schedule(item.schedule.id);
    });
}

void People::every(Duration least, Duration most, std::function<void()> what) {
    world_.clockwork.after(random_.between(least, most), [this, least, most, what = std::move(what)]() mutable {
        if (world_.clockwork.now() >= home_time_) return;
        what();
        every(least, most, std::move(what));
    });
}

void People::add_schedule(std::uint8_t number, const char* start, const char* rule, Priority priority, WhenInterrupted when) {
    domain::Schedule schedule;
    schedule.id.bytes[0] = number;
    schedule.timing.first = domain::parse_local(start).value();
    if (*rule != '\0') schedule.timing.repeats = domain::Rrule{rule};
    auto expander = calendar::Expander::make(schedule, calendar::ZoneRules::fixed(hours{7})).value();
    auto pattern = draft(BroadcastKind::scheduled, priority);
    pattern.when_interrupted = when;
    pattern.duration = random_.between(minutes{3}, minutes{12});
    items_.push_back({schedule, std::move(expander), pattern, false});
}

void People::plan_days() {
    const auto now = world_.clockwork.now();
    std::vector<dispatch::BroadcastOrder> orders;
    for (const auto& item : items_) {
        if (item.schedule.state == domain::ScheduleState::cancelled) continue;
        for (const auto& occurrence : item.rule.between(now, now + hours{48})) {
            dispatch::BroadcastOrder order;
            order.broadcast = item.pattern;
            order.broadcast.id = domain::broadcast_of(occurrence);
            order.broadcast.occurrence = occurrence.id;
            order.broadcast.starts_at = occurrence.planned;
            order.broadcast.start_by = occurrence.planned + item.schedule.start_grace;
            order.schedule = item.schedule.id;
            order.outside_hours = item.outside_hours;
            orders.push_back(std::move(order));
        }
    }
    controller_.plan(std::move(orders));
}

domain::NodeSet People::some_nodes(std::size_t most) {
    domain::NodeSet set;
    const auto first = random_.below(nodes_.size());
    const auto count = 1 + random_.below(most);
    for (std::size_t i = 0; i < count; ++i) set.insert(nodes_[(first + i) % nodes_.size()]->number());
    return set;
}

/// Where something is heard just now, if anywhere: that is when people look for the red button.
domain::NodeSet People::nodes_that_sound(std::size_t most) {
    const auto sounds = [](const auto& node) { return node->is_sounding(); };
    const auto first = std::ranges::find_if(nodes_, sounds);
    if (first == nodes_.end()) return some_nodes(most);
    domain::NodeSet set;
    for (auto it = first; it != nodes_.end() && set.size() < most; ++it) set.insert((*it)->number());
    return set;
}

domain::Broadcast People::draft(BroadcastKind kind, Priority priority) {
    domain::Broadcast broadcast;
    broadcast.id = world_.signer.make_id<domain::BroadcastId>();
    broadcast.kind = kind;
    broadcast.priority = priority;
    broadcast.targets = some_nodes(nodes_.size());
    broadcast.when_interrupted = static_cast<WhenInterrupted>(random_.below(3));
    broadcast.duration = random_.between(seconds{10}, minutes{8});
    broadcast.content = content_named(1, random_.next());
    broadcast.created_at = world_.clockwork.now();
    return broadcast;
}

/// So that what it interrupts would go on when everybody sleeps.
void People::storm_before_quiet_hours() {
    const auto local = (world_.clockwork.now() + hours{7}).time_since_epoch();
    auto wait = std::chrono::floor<std::chrono::days>(local) + hours{20} + minutes{48} - local;
    if (wait < Duration::zero()) wait += hours{24};
    for (const auto delay : {seconds{0}, seconds{100}, seconds{200}})
        world_.clockwork.after(wait + delay, [this] {
            if (world_.clockwork.now() < home_time_) call_emergency();
        });
}

void People::play_now() {
    dispatch::BroadcastOrder order;
    order.broadcast = draft(BroadcastKind::scheduled, static_cast<Priority>(random_.below(3)));
    order.broadcast.starts_at = world_.clockwork.now() + seconds{3};
    order.broadcast.start_by = order.broadcast.starts_at + random_.between(seconds{20}, minutes{5});
    order.outside_hours = true;
    order.quiet_hours = random_.chance(0.2);
    controller_.request(order, {});
    // Regretted at once: often before the signer has answered.
    const auto regret =
        random_.chance(0.5) ? random_.between(milliseconds{0}, milliseconds{6}) : random_.between(milliseconds{0}, seconds{4});
    if (random_.chance(0.2))
        world_.clockwork.after(regret, [this, id = order.broadcast.id] { controller_.stop({{id}, {}, "officer"}); });
}

void People::play_later() {
    dispatch::BroadcastOrder order;
    order.broadcast = draft(BroadcastKind::scheduled, static_cast<Priority>(random_.below(3)));
    order.broadcast.starts_at = world_.clockwork.now() + random_.between(minutes{1}, hours{2});
    order.broadcast.start_by = order.broadcast.starts_at + minutes{2};
    order.outside_hours = random_.chance(0.8);
    controller_.request(order, {});
}

domain::UtcTime People::play_for_sure() {
    dispatch::BroadcastOrder order;
    order.broadcast = draft(BroadcastKind::scheduled, static_cast<Priority>(random_.below(3)));
    order.broadcast.starts_at = world_.clockwork.now() + random_.between(seconds{70}, minutes{4});
    order.broadcast.start_by = order.broadcast.starts_at + minutes{2};
    order.broadcast.duration = random_.between(seconds{10}, minutes{4});
    order.outside_hours = order.quiet_hours = true;
    const auto due = order.broadcast.starts_at;
    controller_.request(std::move(order), {});
    return due;
}

void People::speak_live() {
    dispatch::BroadcastOrder order;
    order.broadcast = draft(BroadcastKind::live, Priority::live);
    order.broadcast.starts_at = world_.clockwork.now() + milliseconds{500};
    order.broadcast.start_by = order.broadcast.starts_at + minutes{10};
    order.broadcast.duration = order.broadcast.max_duration = minutes{10};
    order.broadcast.content.reset();
    order.broadcast.streamed = true;
    order.broadcast.when_interrupted = WhenInterrupted::resume;
    order.stream = domain::StreamDescription{};
    order.outside_hours = true;
    controller_.request(order, {});
    world_.clockwork.after(random_.between(seconds{20}, minutes{12}),
                           [this, id = order.broadcast.id] { controller_.stream_ended(id); });
}

void People::call_emergency() {
    dispatch::BroadcastOrder order;
    order.broadcast = draft(BroadcastKind::emergency, Priority::emergency);
    order.broadcast.targets = random_.chance(0.6) ? nodes_that_sound(5) : some_nodes(5);
    order.broadcast.content = content_named(9, random_.below(emergency_sounds));
    order.broadcast.duration = random_.between(seconds{15}, seconds{50});
    order.broadcast.max_duration = random_.between(minutes{2}, minutes{30});
    order.repeat_every = random_.between(seconds{40}, seconds{180});
    controller_.request(order, seconds{random_.below(6)});
    const auto id = order.broadcast.id;
    if (random_.chance(0.3))
        world_.clockwork.after(random_.between(milliseconds{0}, seconds{6}), [this, id] { controller_.cancel_countdown(id); });
    if (random_.chance(0.5))
        world_.clockwork.after(random_.between(seconds{5}, minutes{15}), [this, id] { controller_.stop({{id}, {}, "head"}); });
    // A second tile, pressed by a second head a moment later.
    if (random_.chance(0.2)) world_.clockwork.after(random_.between(seconds{1}, minutes{2}), [this] { call_emergency(); });
}

void People::press_stop() {
    const auto open = controller_.open_broadcasts();
    if (open.empty()) return;
    controller_.stop({{open[random_.below(open.size())]}, random_.chance(0.3) ? some_nodes(5) : domain::NodeSet{}, "officer"});
}

void People::stop_area() { controller_.stop({{}, some_nodes(6), "head"}); }

}  // namespace village::simulation
