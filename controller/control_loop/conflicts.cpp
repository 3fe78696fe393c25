#include "controller/control_loop/conflicts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "controller/control_loop/looking_ahead.hpp"
#include "controller/control_loop/planned_orders.hpp"
#include "controller/control_loop/programme_orders.hpp"
#include "controller/control_loop/surges.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::control_loop {
namespace {

using domain::ErrorCode;

constexpr std::size_t conflicts_shown_max = 20;
constexpr std::chrono::hours year{366 * 24};
/// The longest sound a schedule may have (policy::DurationCaps): who began before may still go on.
constexpr std::chrono::hours longest_sound{2};

/// Where the search for another time looks (dispatch::find_conflicts), and the sound that begins there.
constexpr std::chrono::hours another_time_within{8 * 24};

/// A person has silenced all that is left of it there.
bool is_stopped_at(const Office& office, const domain::Occurrence& one, const domain::NodeSet& nodes) {
    const auto is_left = [&](const domain::Broadcast* broadcast) {
        return broadcast->targets.without(broadcast->stopped_at).intersects(nodes);
    };
    if (const auto* known = office.dispatcher.find(office.known().broadcast_of(one))) return !is_left(known);
    const auto pieces = office.known().open_pieces_of(one.id);
    return one.planned <= office.now() && std::ranges::none_of(pieces, is_left);
}

/// Without what nobody signs, or has been stopped. Where the first of them sounds by a surge period, that is its reason.
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

/// Takes out what the edit did not touch: it can be met like any other schedule.
std::vector<calendar::Wish> take_untouched(std::vector<calendar::Wish>& wishes, std::uint32_t edition) {
    std::vector<calendar::Wish> untouched;
    for (auto& wish : wishes) {
        const auto is_touched = [&](const domain::Occurrence& one) { return one.edition == edition; };
        const auto rest = std::stable_partition(wish.occurrences.begin(), wish.occurrences.end(), is_touched);
        if (rest != wish.occurrences.end()) untouched.push_back({wish.schedule, {rest, wish.occurrences.end()}});
        wish.occurrences.erase(rest, wish.occurrences.end());
    }
    std::erase_if(wishes, [](const calendar::Wish& wish) { return wish.occurrences.empty(); });
    return untouched;
}

/// Adds what a schedule's wishes come to.
ports::Awaitable<domain::Status> add_series(const Office& office, std::vector<calendar::Wish> wishes,
                                            const domain::NodeSet& there, std::vector<dispatch::PlannedSeries>& all) {
    for (const auto& wish : wishes) {
        auto announcement = co_await wanted_announcement(office, wish.schedule);
        if (!announcement) co_return announcement.error();
        all.push_back(to_be_heard(office, *announcement, series_of(office, wish, *announcement), there));
    }
    co_return domain::Status{};
}

ports::Awaitable<domain::Result<std::vector<dispatch::PlannedSeries>>> others(const Office& office, domain::Schedule draft,
                                                                              Asked asked) {
    auto schedules = co_await office.ports.stores.schedules.active();
    if (!schedules) co_return schedules.error();
    auto all = single_broadcasts(office);
    for (const auto& schedule : *schedules) {
        if (schedule.id == draft.id || !may_reach(office, schedule, asked.nodes)) continue;
        auto wishes = calendar::wishes(schedule, office.zone, asked.from, asked.to);
        if (!wishes) continue;
        if (auto added = co_await add_series(office, std::move(*wishes), asked.nodes, all); !added) co_return added.error();
    }
    co_return all;
}

ports::Awaitable<domain::Result<domain::Conflicts>> conflicts_of_wish(const Office& office, calendar::Wish wish,
                                                                      std::vector<calendar::Wish> own) {
    auto announcement = co_await wanted_announcement(office, wish.schedule);
    if (!announcement) co_return announcement.error();
    auto wanted = series_of(office, wish, *announcement);
    const auto there = wanted.nodes;
    wanted = to_be_heard(office, *announcement, std::move(wanted), there);
    if (wanted.occurrences.empty()) co_return domain::Conflicts{};
    const auto until = wanted.occurrences.back().planned + policy::last_begins_after(wanted.passes) + wanted.length;
    auto asked = Asked{wanted.nodes, wish.occurrences.front().planned - longest_sound, until + another_time_within};
    auto met = co_await others(office, wish.schedule, asked);
    if (!met) co_return met.error();
    if (auto added = co_await add_series(office, std::move(own), asked.nodes, *met); !added) co_return added.error();
    auto hours = hours_at(office, wanted.nodes, asked.from, asked.to);
    met->push_back(std::move(wanted));
    const auto place = static_cast<std::uint32_t>(met->size() - 1);
    co_return dispatch::find_conflicts(*met, place,
                                       {.hours = std::move(hours),
                                        .now = office.now(),
                                        .planned_until = office.now() + planning_horizon,
                                        .shown_max = conflicts_shown_max});
}

}  // namespace

ports::Awaitable<domain::Result<domain::Conflicts>> conflicts_of(const Office& office, domain::Schedule draft,
                                                                 std::uint32_t edition) {
    const auto expander = calendar::Expander::make(draft, office.zone);
    if (!expander) co_return expander.error();
    const auto touched = expander->of_edition(edition, office.now(), 1);
    if (touched.empty()) co_return domain::Conflicts{};
    const auto first = touched.front().planned;
    auto wishes = calendar::wishes(draft, office.zone, first, first + year);
    if (!wishes) co_return wishes.error();
    auto own = take_untouched(*wishes, edition);
    domain::Conflicts all;
    for (auto& wish : *wishes) {
        auto found = co_await conflicts_of_wish(office, std::move(wish), own);
        if (!found) co_return found.error();
        all.count += found->count;
        std::ranges::move(found->first, std::back_inserter(all.first));
    }
    std::ranges::stable_sort(all.first, {}, [](const domain::Conflict& conflict) { return conflict.draft.planned; });
    if (all.first.size() > conflicts_shown_max) all.first.resize(conflicts_shown_max);
    co_return all;
}

domain::Error refusal_of(const domain::Conflicts& conflicts) {
    const auto& first = conflicts.first.front();
    return {
        ErrorCode::confirmation_needed,
        fmt::format("it would meet \"{}\" at {} on {} loudspeakers ({} conflicts in all); choose another time, stop the other "
                    "one this once, or save it with keep_both",
                    first.existing.title, domain::utc_text(first.existing.planned), first.draft.nodes.size(), conflicts.count)};
}

}  // namespace village::control_loop
