#include "controller/control_loop/programme_hours.hpp"

#include <algorithm>

#include "controller/control_loop/programme_orders.hpp"
#include "controller/control_loop/surges.hpp"
#include "scheduler/calendar/wishes.hpp"
#include "scheduler/policy/check_hours.hpp"

namespace village::control_loop {
namespace {

/// In the quiet hours at each of its loudspeakers when it begins; what is in them later is heard until then.
bool is_quiet_everywhere(const Office& office, const WantedSound& sound) {
    const auto places = hours_by_place(office, sound.nodes, sound.start, sound.start);
    auto beginning = sound;
    beginning.length = domain::Duration::zero();
    const auto is_quiet = [&](const HoursThere& there) {
        const auto hours = hours_for(office, beginning, there.nodes);
        return policy::hours_standing(hours, sound.start, beginning.length) == policy::HoursStanding::quiet;
    };
    return std::ranges::all_of(places, is_quiet);
}

/// Of one schedule's wish on the day: what the clock says of each time that is still to come.
ports::Awaitable<domain::Result<std::vector<domain::Status>>> heard_when(const Office& office, calendar::Wish wish) {
    auto whole = co_await wanted_announcement(office, wish.schedule);
    if (!whole) co_return whole.error();
    auto nodes = office.commune.resolve(wish.schedule.targets);
    if (!nodes) co_return nodes.error();
    std::vector<domain::Status> heard;
    for (const auto& occurrence : wish.occurrences) {
        if (occurrence.planned <= office.now()) continue;
        const WantedSound sound{*whole, wish.schedule.priority, *nodes, occurrence.planned, whole->content->duration};
        auto held = policy::check_hours(hours_for(office, sound), sound.start, sound.length);
        const bool is_silent = !held && is_quiet_everywhere(office, sound);
        heard.push_back(is_silent ? domain::Status{with_its_rule(office, sound, held.error())} : domain::Status{});
    }
    co_return heard;
}

}  // namespace

ports::Awaitable<domain::Status> check_heard(const Office& office, domain::ProgrammeDay day) {
    const auto schedules = co_await office.ports.stores.schedules.active();
    if (!schedules) co_return schedules.error();
    const auto from = office.zone.to_utc(domain::LocalTime{day.day}),
               to = office.zone.to_utc(domain::LocalTime{day.day + date::days{1}});
    domain::Status quiet;
    for (const auto& schedule : *schedules) {
        const auto wishes = calendar::wishes(schedule, office.zone, from, to);
        if (!wishes) continue;
        for (const auto& wish : *wishes) {
            if (wish.schedule.programme != day.programme) continue;
            const auto heard = co_await heard_when(office, wish);
            if (!heard) co_return heard.error();
            for (const auto& held : *heard) {
                if (held) co_return domain::Status{};
                quiet = held;
            }
        }
    }
    co_return quiet;
}

}  // namespace village::control_loop
