#include "tests/simulation/leaders.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scheduler/policy/surge.hpp"
#include "tests/simulation/customs.hpp"

namespace village::simulation {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

using domain::Duration;
using domain::HourWindow;
using domain::SurgePeriod;

constexpr std::uint16_t minute(int hour, int minute_of_hour) { return static_cast<std::uint16_t>(hour * 60 + minute_of_hour); }
constexpr HourWindow midnight{minute(23, 50), minute(0, 30)};
constexpr HourWindow all_day{minute(0, 0), minute(24, 0)};

bool is_special_night(date::local_days day) {
    const auto is_new_year =
        date::month_day{date::year_month_day{day}.month(), date::year_month_day{day}.day()} == date::January / 1;
    return is_new_year || is_lunar_new_year(day);
}

}  // namespace

void Leaders::begin() {
    open_for_special_nights();
    world_.happenings.every(Kind::surge, 0, hours{2}, hours{16}, [this](Random& random) { open_some(random); });
    world_.happenings.once({Kind::night_wish, 0, 1}, [this](Random& random) { wish_for_the_night(random); });
}

void Leaders::open_for_special_nights() {
    const auto now = world_.clockwork.now();
    for (auto day = local_day(now); day <= local_day(now) + date::days{2}; day += date::days{1}) {
        if (!is_special_night(day)) continue;
        open({.from = utc_of(day, {}) - hours{1},
              .until = utc_of(day, hours{1}),
              .windows = {midnight},
              .in_quiet_hours = true,
              .areas = {world_.zones.commune().id}});
    }
}

void Leaders::heal() {
    auto random = world_.happenings.random_of({Kind::surge, 1, 1});
    const auto now = world_.clockwork.now();
    if (random.chance(0.5))
        open({.from = now,
              .until = now + hours{2},
              .windows = {all_day},
              .in_quiet_hours = true,
              .from_priority = domain::Priority::background,
              .areas = {world_.zones.commune().id}});
}

SurgePeriod Leaders::some_period(Random& random) {
    SurgePeriod period;
    period.from = world_.clockwork.now() + (random.chance(0.5) ? minutes{0} : random.between(minutes{0}, hours{3}));
    period.until = period.from + random.between(minutes{20}, hours{20});
    period.in_quiet_hours = random.chance(0.7);
    period.from_priority = static_cast<domain::Priority>(random.below(3));
    const auto first = random.chance(0.5) ? minute(18, 0) + random.below(minute(6, 0)) : random.below(minute(24, 0));
    const auto last = (first + minute(5, 0)) % minute(24, 0);
    const HourWindow some{static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(last)};
    period.windows = {random.chance(0.3) ? all_day : some};
    const auto& areas = world_.zones.commune().areas;
    period.areas = {areas[random.chance(0.6) ? 0 : random.below(areas.size())].id};
    return period;
}

void Leaders::open(SurgePeriod period) {
    period.id.bytes[0] = static_cast<std::uint8_t>(++periods_);
    period.name = fmt::format("surge {}", periods_);
    const auto now = world_.clockwork.now();
    if (!policy::check_surge(period, world_.zones.commune(), now)) return;
    period.approved_at = now;
    world_.rules.open(period);
    controllers_.owner().rules_changed();
    plan_();
}

/// The page is the controller's.
void Leaders::open_some(Random& random) {
    if (!controllers_.owner().is_up()) return;
    open(some_period(random));
    const auto opened = world_.rules.surge_periods().back();
    wish_for_its_last_minutes(opened, random);
    const auto id = opened.id;
    if (random.chance(0.5)) world_.clockwork.after(random.between(minutes{1}, hours{8}), [this, id] { end(id); });
}

/// Two items for the same loudspeakers, of which the second one, which waits for the end of the first, would be heard behind the window.
void Leaders::wish_for_its_last_minutes(const SurgePeriod& period, Random& random) {
    const auto ends = utc_of(local_day(period.from), minutes{period.windows.front().to_minute});
    auto first = wishes_.item_for_now(random), second = wishes_.item_for_now(random);
    const auto lead = random.between(seconds{1}, seconds{90});
    const auto place = [&](dispatch::BroadcastOrder& order, domain::UtcTime starts_at) {
        order.broadcast.starts_at = starts_at;
        order.broadcast.start_by = starts_at + minutes{2};
        order.broadcast.targets = world_.zones.commune().nodes_of_area(period.areas.front());
        order.broadcast.priority = period.from_priority;
        order.broadcast.passes.clear();
        wishes_.excuse(order, "", false);
        controllers_.owner().request(std::move(order), {});
    };
    if (ends < world_.clockwork.now() + minutes{10}) return;
    place(first, ends - second.broadcast.duration - lead);
    place(second, ends - second.broadcast.duration);
}

void Leaders::end(domain::SurgePeriodId id) {
    if (!controllers_.owner().is_up()) return;
    const auto* ended = world_.rules.end(id, world_.clockwork.now());
    if (!ended) return;
    controllers_.owner().surge_ended(*ended);
    controllers_.owner().rules_changed();
}

/// As it happened in December 2025: a relay, or a file, set to the wrong hour, by day or when everybody sleeps.
void Leaders::wish_for_the_night(Random& random) {
    const auto today = local_day(world_.clockwork.now());
    for (auto day = today; day <= today + date::days{1}; day += date::days{1}) {
        const auto when = utc_of(day, hours{3} + minutes{15});
        const auto asked = when - random.between(seconds{3}, random.chance(0.5) ? Duration{minutes{2}} : Duration{hours{8}});
        world_.clockwork.at(asked, [this, when, one = Random{random.next(), 0}]() mutable {
            if (world_.faults && world_.clockwork.now() < when) ask_at_night(when, one);
        });
    }
}

void Leaders::ask_at_night(domain::UtcTime when, Random& random) {
    auto relay = wishes_.relay(when, random);
    auto file = wishes_.item_for_later(random);
    file.broadcast.starts_at = when;
    file.broadcast.start_by = when + minutes{2};
    wishes_.excuse(file, "wanted", true);
    const auto id = relay.broadcast.id;
    const auto ends = when + relay.broadcast.duration;
    controllers_.owner().request(std::move(relay), {});
    controllers_.owner().request(std::move(file), {});
    world_.clockwork.at(ends, [this, id] { controllers_.owner().stream_ended(id); });
}

}  // namespace village::simulation
