#include "tests/simulation/people.hpp"

#include <algorithm>

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

}  // namespace

People::People(Surroundings& world, Controllers& controllers, std::vector<std::unique_ptr<SimNode>>& nodes,
               Happenings& happenings)
    : world_(world),
      controllers_(controllers),
      nodes_(nodes),
      happenings_(happenings),
      wishes_(world, nodes),
      programmes_(world, controllers, nodes, happenings),
      editors_(world, controllers, [this](Random& random) { return wishes_.item_for_later(random); }),
      leaders_(world, controllers, wishes_, [this] { plan_days(); }),
      clerks_(world, controllers, [this] { plan_days(); }),
      correctors_(world, controllers, wishes_) {}

std::vector<domain::ContentHash> People::rendered_contents() {
    std::vector<domain::ContentHash> all;
    for (std::uint8_t number = 0; number < emergency_sounds; ++number)
        for (const auto kind : {ContentKind::emergency, ContentKind::drill, ContentKind::all_clear})
            all.push_back(content_named(kind, number));
    return all;
}

void People::begin() {
    leaders_.begin();
    clerks_.begin();
    correctors_.begin();
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
    every(Kind::music, hours{1}, hours{6}, &People::talk_over_music);
    every(Kind::stop, minutes{15}, hours{3}, &People::press_stop);
    every(Kind::stop_area, hours{2}, hours{8}, &People::stop_area);
    every(Kind::drill, minutes{10}, minutes{60}, &People::practise);
    every(Kind::flood, hours{8}, hours{120}, &People::flood);
    every(Kind::crowd, hours{3}, hours{30}, &People::crowd);
    every(Kind::zone_change, minutes{10}, hours{2}, &People::change_zones);
    every(Kind::edit_schedule, hours{1}, hours{6}, &People::edit_schedule);
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
    schedule.priority = custom.priority;
    schedule.when_interrupted = custom.when;
    schedule.on_special_days = custom.on_special_days;
    auto expander = calendar::Expander::make(schedule, calendar::ZoneRules::fixed(local_offset)).value();
    auto pattern = wishes_.draft(BroadcastKind::scheduled, custom.priority, random);
    if (custom.is_music) pattern.content = content_named(ContentKind::music, random.next());
    pattern.duration = random.between(minutes{3}, minutes{12});
    wishes_.stagger(pattern, random);
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

DayWish People::day_wish(const Item& item, const domain::Occurrence& occurrence) const {
    return {.planned = occurrence.planned,
            .nodes = item.zone ? world_.zones.members(*item.zone) : item.pattern.targets,
            .is_music = item.custom.is_music,
            .reactions = item.rule.wanted(occurrence).on_special_days};
}

std::vector<dispatch::BroadcastOrder> People::orders_of(const Item& item) {
    std::vector<dispatch::BroadcastOrder> orders;
    for (const auto& occurrence : occurrences(item, world_.clockwork.now())) {
        const auto id = controllers_.owner().known().broadcast_of(occurrence);
        const auto wish = day_wish(item, occurrence);
        const auto nodes = world_.rules.where_it_sounds(wish);
        world_.checker.calendar_wants(id, wish, nodes, world_.clockwork.now());
        if (nodes.is_empty()) continue;
        const auto& wanted = item.rule.wanted(occurrence);
        dispatch::BroadcastOrder order;
        auto& broadcast = order.broadcast;
        broadcast = item.pattern;
        broadcast.id = id;
        broadcast.priority = wanted.priority;
        broadcast.when_interrupted = wanted.when_interrupted;
        broadcast.targets = item.zone ? world_.zones.members_for(id, *item.zone, wish.nodes.without(nodes)) : nodes;
        if (!broadcast.passes.empty())
            broadcast.passes = policy::passes_of(world_.zones.commune(), broadcast.targets, broadcast.duration);
        broadcast.occurrence = occurrence.id;
        broadcast.starts_at = occurrence.planned;
        broadcast.start_by = occurrence.planned + item.schedule.start_grace;
        order.schedule = item.schedule.id;
        wishes_.excuse(order, item.custom.outside_hours ? "wanted" : "", false);
        if (occurrence.edition > 0) world_.checker.edited(id);
        if (id != domain::broadcast_of(occurrence)) world_.situations.saw(Situation::occurrence_wanted_again);
        orders.push_back(std::move(order));
    }
    return orders;
}

void People::follow(const Item& item) {
    controllers_.owner().follow_schedule(
        {item.schedule.id, item.rule, [&](const domain::Occurrence& occurrence, const domain::NodeSet& nodes) {
             auto wish = day_wish(item, occurrence);
             wish.nodes = nodes;
             return world_.plant == Plant::day_keeps_what_was_planned ? nodes : world_.rules.where_it_sounds(wish);
         }});
}

/// As the real desk, which looks at what is planned only where an edit or a special day may have changed something.
void People::plan_days() {
    if (!controllers_.owner().is_up()) return;
    std::vector<dispatch::BroadcastOrder> orders;
    for (const auto& item : items_) {
        if (item.schedule.state == domain::ScheduleState::cancelled) continue;
        const bool may_fall_away = !item.schedule.on_special_days.empty() || world_.rules.has_mourning();
        if (item.schedule.version > 1 || may_fall_away) follow(item);
        std::ranges::move(orders_of(item), std::back_inserter(orders));
    }
    controllers_.owner().plan(std::move(orders));
    programmes_.plan();
    controllers_.owner().has_followed_the_days();
}

domain::Result<calendar::Series> People::some_edit(const Item& item, Random& random) {
    const auto zone = calendar::ZoneRules::fixed(local_offset);
    const auto now = world_.clockwork.now();
    const auto coming = item.rule.between(now, now + hours{48});
    if (coming.empty()) return domain::Error{domain::ErrorCode::not_found, "nothing of it is to come"};
    const auto& one = coming[random.below(coming.size())];
    const auto series = calendar::series_of(item.schedule);
    const auto edition = item.schedule.version + 1;
    const auto shift = random.between(minutes{-25}, minutes{40});
    const auto other = static_cast<Priority>(random.below(3));
    const domain::WantedEdit another{.priority = other};
    domain::OneChange change{.original = one.original, .moved_to = {}, .wanted = {}, .edition = edition};
    switch (random.below(6)) {
        case 0: change.moved_to = one.planned + shift; return calendar::change_one(series, zone, change, now);
        case 1:
            change.wanted = domain::changed(item.rule.wanted(one), another);
            return calendar::change_one(series, zone, change, now);
        case 2: return calendar::leave_out_one(series, zone, one.original, now);
        case 3: return calendar::end_from(series, zone, one.original, now);
        default: break;
    }
    calendar::SeriesEdit edit{.timing = {}, .wanted = another, .edition = edition};
    const auto time_of_day = std::chrono::floor<seconds>(item.custom.time_of_day + shift);
    auto timing =
        calendar::at_times(item.schedule.timing, zone, {std::clamp<seconds>(time_of_day, seconds{0}, hours{24} - seconds{1})});
    if (timing) edit.timing = *timing;
    auto edited = random.chance(0.5) ? calendar::change_from(series, zone, one.original, edit, now)
                                     : calendar::change_all(series, zone, edit, now);
    if (!edited) return edited.error();
    return edited->series;
}

/// This one, from this one on, or all, while some of it is planned, signed or on the air.
void People::edit_schedule(Random& random) {
    if (items_.empty() || !controllers_.owner().is_up()) return;
    auto& item = items_[random.below(items_.size())];
    if (item.schedule.state == domain::ScheduleState::cancelled) return;
    const auto series = some_edit(item, random);
    if (!series) return;
    auto edited = calendar::with_series(item.schedule, *series);
    ++edited.version;
    auto rule = calendar::Expander::make(edited, calendar::ZoneRules::fixed(local_offset));
    if (!rule) return;
    item.rule = std::move(*rule);
    item.schedule = std::move(edited);
    follow(item);
    controllers_.owner().plan(orders_of(item));
}

/// The page is the controller's, and its disk takes one thing after the other.
void People::change_zones(Random& random) {
    const auto life = controllers_.owner().up_since();
    world_.clockwork.after(milliseconds{20}, [this, life, one = Random{random.next(), 0}]() mutable {
        if (controllers_.owner().is_up() && controllers_.owner().up_since() == life) world_.zones.change(one);
    });
}

void People::practise(Random& random) {
    auto order = wishes_.drill(random);
    if (!order) return;
    world_.checker.drill_asked_for(order->broadcast.id);
    controllers_.owner().request(std::move(*order), {});
}

/// Somebody imports a calendar of trifles, then everybody asks for something, and there is an emergency.
void People::flood(Random& random) {
    std::vector<dispatch::BroadcastOrder> orders;
    for (std::size_t count = 0; count < calendar_room; ++count) orders.push_back(wishes_.trifle(random));
    controllers_.owner().plan(std::move(orders));
    for (std::size_t count = calendar_room; count <= peoples_room; ++count)
        controllers_.owner().request(wishes_.trifle(random), {});
    call_emergency(random);
}

/// Somebody imports calendars for one loudspeaker that has no room for all of them, nor for remembering them.
void People::crowd(Random& random) {
    const auto crowded = wishes_.some_nodes(1, random);
    for (std::size_t turn = 0; turn <= done_room / plan_room; ++turn)
        world_.clockwork.after(turn * minutes{40}, [this, crowded, one = Random{random.next(), turn}]() mutable {
            if (world_.faults) plan_trifles(crowded, one);
        });
}

void People::plan_trifles(const domain::NodeSet& crowded, Random& random) {
    std::vector<dispatch::BroadcastOrder> orders;
    for (std::size_t count = 0; count < plan_room + 10; ++count) {
        auto order = wishes_.trifle(random);
        order.broadcast.targets = crowded;
        if (random.chance(0.1)) order.broadcast.priority = Priority::normal;
        orders.push_back(std::move(order));
    }
    controllers_.owner().plan(std::move(orders));
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

void People::play_now(Random& random) {
    const auto order = wishes_.item_for_now(random);
    controllers_.owner().request(order, {});
    // Regretted at once: often before the signer has answered.
    const auto regret =
        random.chance(0.5) ? random.between(milliseconds{0}, milliseconds{6}) : random.between(milliseconds{0}, seconds{4});
    if (random.chance(0.2))
        world_.clockwork.after(regret, [this, id = order.broadcast.id] {
            controllers_.owner().stop({{id}, {}, "officer", lead_of_stop});
        });
}

void People::play_later(Random& random) { controllers_.owner().request(wishes_.item_for_later(random), {}); }

domain::UtcTime People::play_for_sure(Random& random) {
    auto order = wishes_.item_for_sure(random);
    const auto due = order.broadcast.starts_at;
    controllers_.owner().request(std::move(order), {});
    change_zones(random);
    return due;
}

void People::speak_live(Random& random) {
    const auto order = wishes_.live(random);
    controllers_.owner().request(order, {});
    world_.clockwork.after(random.between(seconds{20}, minutes{12}),
                           [this, id = order.broadcast.id] { controllers_.owner().stream_ended(id); });
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
    if (random.chance(0.3)) return old.stop({{}, wishes_.some_nodes(6, random), "head", lead_of_stop});
    old.request(random.chance(0.5) ? wishes_.emergency(random) : wishes_.item_for_now(random), {});
}

void People::call_emergency(Random& random) {
    const auto order = wishes_.emergency(random);
    controllers_.owner().request(order, seconds{random.below(6)});
    const auto id = order.broadcast.id;
    if (random.chance(0.3))
        world_.clockwork.after(random.between(milliseconds{0}, seconds{6}),
                               [this, id] { controllers_.owner().cancel_countdown(id); });
    if (random.chance(0.5))
        world_.clockwork.after(random.between(seconds{5}, minutes{15}), [this, id] {
            controllers_.owner().stop({{id}, {}, "head", lead_of_stop});
        });
    if (random.chance(0.3))
        world_.clockwork.after(random.between(seconds{20}, minutes{10}), [this, area = order.intent->area, random]() mutable {
            if (world_.faults) controllers_.owner().request(wishes_.all_clear(area, random), seconds{random.below(4)});
        });
    // A second tile, pressed by a second head a moment later.
    if (!random.chance(0.2)) return;
    const auto later = random.between(seconds{1}, minutes{2});
    world_.clockwork.after(later, [this, random]() mutable {
        if (world_.faults) call_emergency(random);
    });
}

/// That the clock of the server was set.
void People::call_before_it_is_noticed(Random& random) {
    if (!happenings_.has(Kind::emergency) || !random.chance(0.5)) return;
    world_.clockwork.after(random.between(Duration::zero(), SimNode::keepalive_most), [this, random]() mutable {
        if (world_.faults) call_emergency(random);
    });
}

/// Heads and the commune's officer for the same hamlet, often at the same moment, each of them of something that leaves the others little
/// room.
void People::call_rival_emergencies(Random& random) {
    const auto hamlet = wishes_.some_hamlet(random);
    const auto targets = world_.zones.commune().nodes_of_area(hamlet);
    for (int head = 0; head < 4; ++head) {
        auto order = wishes_.emergency_of(random.chance(0.6) ? hamlet : wishes_.whole_commune(), random);
        order.broadcast.targets = targets;
        order.broadcast.duration = random.between(seconds{20}, seconds{50});
        order.repeat_every = random.between(seconds{55}, seconds{80});
        world_.clockwork.after(random.between(milliseconds{0}, random.chance(0.5) ? milliseconds{40} : milliseconds{20'000}),
                               [this, order] { controllers_.owner().request(order, {}); });
    }
}

/// Music goes on beneath what somebody has to say, until an emergency comes, or until it is as loud as before.
void People::talk_over_music(Random& random) {
    auto music = wishes_.item_for_now(random), words = wishes_.item_for_now(random);
    music.broadcast.priority = Priority::background;
    if (!music.quiet_hours) music.broadcast.when_interrupted = domain::WhenInterrupted::duck;
    words.broadcast.priority = domain::Priority::normal;
    music.broadcast.duration = random.between(minutes{2}, minutes{8});
    words.broadcast.targets = music.broadcast.targets;
    for (auto* one : {&music, &words}) one->broadcast.passes.clear();
    const auto later = random.between(seconds{20}, minutes{2});
    words.broadcast.starts_at += later;
    words.broadcast.start_by += later;
    auto warning = wishes_.emergency(random);
    const auto warned_at = words.broadcast.starts_at + random.between(seconds{0}, words.broadcast.duration);
    controllers_.owner().request(std::move(music), {});
    controllers_.owner().request(std::move(words), {});
    if (random.chance(0.5)) return;
    world_.clockwork.at(warned_at, [this, warning] {
        if (world_.faults) controllers_.owner().request(warning, {});
    });
}

void People::press_stop(Random& random) {
    auto open = controllers_.owner().open_broadcasts();
    // Who stops a piece of a programme looks at the programme.
    std::erase_if(open, [this](domain::BroadcastId id) { return controllers_.owner().find(id)->place.has_value(); });
    if (open.empty()) return;
    const auto nodes = random.chance(0.3) ? wishes_.some_nodes(5, random) : domain::NodeSet{};
    controllers_.owner().stop({{open[random.below(open.size())]}, nodes, "officer", lead_of_stop});
}

void People::stop_area(Random& random) { controllers_.owner().stop({{}, wishes_.some_nodes(6, random), "head", lead_of_stop}); }

void People::cancel_schedule(Random& random) {
    if (items_.empty()) return;
    auto& item = items_[random.below(items_.size())];
    item.schedule.state = domain::ScheduleState::cancelled;
    controllers_.owner().cancel_schedule(item.schedule.id);
}

}  // namespace village::simulation
