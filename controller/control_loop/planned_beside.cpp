#include "controller/control_loop/planned_beside.hpp"

#include <algorithm>

#include "controller/control_loop/programme_orders.hpp"
#include "controller/control_loop/surges.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::control_loop {
namespace {

/// A person has silenced all that is left of it there.
bool is_stopped_at(const Office& office, const domain::Occurrence& one, const domain::NodeSet& nodes) {
    const auto is_left = [&](const domain::Broadcast* broadcast) {
        return broadcast->targets.without(broadcast->stopped_at).intersects(nodes);
    };
    if (const auto* known = office.dispatcher.find(office.known().broadcast_of(one))) return !is_left(known);
    const auto pieces = office.known().open_pieces_of(one.id);
    return one.planned <= office.now() && std::ranges::none_of(pieces, is_left);
}

}  // namespace

dispatch::PlannedSeries to_be_heard(const Office& office, const domain::Announcement& announcement,
                                    dispatch::PlannedSeries series, const domain::NodeSet& there) {
    const auto length = series.length + policy::last_begins_after(series.passes);
    const auto at = [&](const domain::Occurrence& one) {
        return WantedSound{announcement, series.priority, series.nodes, one.planned, length};
    };
    std::erase_if(series.occurrences, [&](const domain::Occurrence& one) {
        return is_stopped_at(office, one, there) || is_forbidden(office, at(one));
    });
    if (series.outside_hours_reason.empty() && !series.occurrences.empty())
        series.outside_hours_reason = surge_reason_for(office, at(series.occurrences.front()));
    return series;
}

ports::Awaitable<domain::Status> add_series(const Office& office, std::vector<calendar::Wish> wishes, domain::NodeSet there,
                                            std::vector<dispatch::PlannedSeries>& all) {
    for (const auto& wish : wishes) {
        auto announcement = co_await wanted_announcement(office, wish.schedule);
        if (!announcement) co_return announcement.error();
        all.push_back(to_be_heard(office, *announcement, series_of(office, wish, *announcement), there));
    }
    co_return domain::Status{};
}

ports::Awaitable<domain::Result<std::vector<dispatch::PlannedSeries>>> planned_beside(const Office& office,
                                                                                      domain::ScheduleId saved, Asked asked) {
    auto schedules = co_await office.ports.stores.schedules.active();
    if (!schedules) co_return schedules.error();
    auto all = single_broadcasts(office);
    for (const auto& schedule : *schedules) {
        if (schedule.id == saved || !may_reach(office, schedule, asked.nodes)) continue;
        auto wishes = calendar::wishes(schedule, office.zone, asked.from, asked.to);
        if (!wishes) continue;
        if (auto added = co_await add_series(office, std::move(*wishes), asked.nodes, all); !added) co_return added.error();
    }
    co_return all;
}

}  // namespace village::control_loop
