#include "controller/control_loop/touched_days.hpp"

#include <algorithm>
#include <set>

#include "controller/control_loop/planned_beside.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::control_loop {
namespace {

std::uint8_t sessions_max(const domain::HoursPolicy& hours, std::int64_t day) { return hours.on(day).sessions_per_day; }

domain::NodeSet nodes_of(const std::vector<TouchedWish>& touched) {
    domain::NodeSet all;
    for (const auto& one : touched) all = all.united_with(one.nodes);
    return all;
}

TouchedDays days_of(const Office& office, const std::vector<TouchedWish>& touched) {
    TouchedDays days;
    const auto nodes = nodes_of(touched);
    for (const auto& one : touched)
        for (const auto& occurrence : one.wish.occurrences) {
            const auto number = policy::local_day(office.hours, occurrence.planned);
            auto& day = days[number];
            const bool is_first = day.sounds.empty();
            if (is_first) day.places = hours_by_place(office, nodes, occurrence.planned, occurrence.planned);
            for (auto& place : day.places) {
                auto hours = hours_for(office, one.sound_at(occurrence.planned), place.nodes);
                if (is_first || sessions_max(hours, number) > sessions_max(place.hours, number)) place.hours = std::move(hours);
            }
            day.sounds.push_back({{occurrence.planned, one.length(), true}, one.nodes});
        }
    return days;
}

domain::UtcTime begin_of(const Office& office, std::int64_t day) {
    return office.zone.to_utc(domain::LocalTime{date::local_days{date::days{static_cast<int>(day)}}});
}

void add(const Office& office, domain::UtcTime from, domain::Duration lasts, const domain::NodeSet& nodes, TouchedDays& days) {
    const auto day = days.find(policy::local_day(office.hours, from));
    if (day != days.end()) day->second.sounds.push_back({{from, lasts}, nodes});
}

bool is_heard(const domain::Broadcast& begun) {
    if (begun.kind != domain::BroadcastKind::scheduled && begun.kind != domain::BroadcastKind::live) return false;
    const bool was_cut_off =
        begun.state == domain::BroadcastState::stopped && begun.ended_at && *begun.ended_at > begun.starts_at;
    return !begun.ended_at || begun.state == domain::BroadcastState::ended || was_cut_off;
}

/// What has begun today, and is not forgotten because it is over.
ports::Awaitable<domain::Status> add_heard(const Office& office, TouchedDays& days) {
    const auto today = policy::local_day(office.hours, office.now());
    if (!days.contains(today)) co_return domain::Status{};
    auto begun = co_await office.ports.stores.broadcasts.beginning_in(begin_of(office, today), office.now());
    if (!begun) co_return begun.error();
    for (const auto& stored : *begun) {
        const auto* known = office.dispatcher.find(stored.id);
        const auto& newest = known == nullptr ? stored : *known;
        if (is_heard(newest)) add(office, newest.starts_at, policy::whole_length(newest), newest.targets, days);
    }
    co_return domain::Status{};
}

/// Of the schedule itself what stays and is not among the touched.
std::vector<calendar::Wish> untouched_wishes(const Office& office, const domain::Schedule& schedule,
                                             const std::vector<TouchedWish>& touched, const Asked& asked) {
    auto wishes = calendar::wishes(schedule, office.zone, asked.from, asked.to);
    if (!wishes) return {};
    std::set<domain::OccurrenceId> taken;
    for (const auto& one : touched)
        for (const auto& occurrence : one.wish.occurrences) taken.insert(occurrence.id);
    for (auto& wish : *wishes)
        std::erase_if(wish.occurrences, [&](const domain::Occurrence& one) { return taken.contains(one.id); });
    std::erase_if(*wishes, [](const calendar::Wish& wish) { return wish.occurrences.empty(); });
    return std::move(*wishes);
}

/// What is still to come, whether it is a broadcast already or only on the calendar.
ports::Awaitable<domain::Status> add_planned(const Office& office, const domain::Schedule& schedule,
                                             const std::vector<TouchedWish>& touched, TouchedDays& days) {
    const auto first = begin_of(office, days.begin()->first), behind = begin_of(office, days.rbegin()->first + 1);
    const Asked asked{nodes_of(touched), std::max(first, office.now()), std::min(behind, first + looked_ahead)};
    auto planned = co_await planned_beside(office, schedule.id, asked);
    if (!planned) co_return planned.error();
    auto own = untouched_wishes(office, schedule, touched, asked);
    if (auto added = co_await add_series(office, std::move(own), asked.nodes, *planned); !added) co_return added;
    for (const auto& series : *planned)
        for (const auto& one : series.occurrences) {
            const auto* known = office.dispatcher.find(office.known().broadcast_of(one));
            const auto nodes = known == nullptr ? series.nodes : known->targets.without(known->stopped_at);
            add(office, one.planned, series.length + policy::last_begins_after(series.passes), nodes, days);
        }
    co_return domain::Status{};
}

}  // namespace

ports::Awaitable<domain::Result<TouchedDays>> touched_days(const Office& office, const domain::Schedule& schedule,
                                                           const std::vector<TouchedWish>& touched) {
    auto days = days_of(office, touched);
    if (days.empty()) co_return days;
    if (auto added = co_await add_heard(office, days); !added) co_return added.error();
    if (auto added = co_await add_planned(office, schedule, touched, days); !added) co_return added.error();
    co_return days;
}

}  // namespace village::control_loop
