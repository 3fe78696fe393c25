#include "controller/control_loop/conflicts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "controller/control_loop/earlier_versions.hpp"
#include "controller/control_loop/planned_beside.hpp"
#include "controller/control_loop/planned_orders.hpp"
#include "controller/control_loop/programme_orders.hpp"
#include "controller/control_loop/surges.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::control_loop {
namespace {

using domain::ErrorCode;

constexpr std::size_t conflicts_shown_max = 20;
/// The longest sound a schedule may have (policy::DurationCaps): who began before may still go on.
constexpr std::chrono::hours longest_sound{2};

/// Where the search for another time looks (dispatch::find_conflicts), and the sound that begins there.
constexpr std::chrono::hours another_time_within{8 * 24};

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
    auto met = co_await planned_beside(office, wish.schedule.id, asked);
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

/// What is there already may be another sound than its announcement has now.
ports::Awaitable<domain::Result<domain::Conflicts>> as_heard(const Office& office, domain::Conflicts conflicts) {
    std::vector<domain::Foreseen> existing;
    for (auto& conflict : conflicts.first) existing.push_back(std::move(conflict.existing));
    auto heard = co_await with_earlier_versions(office, std::move(existing));
    if (!heard) co_return heard.error();
    for (std::size_t i = 0; i < heard->size(); ++i) conflicts.first[i].existing = std::move((*heard)[i]);
    co_return conflicts;
}

}  // namespace

ports::Awaitable<domain::Result<domain::Conflicts>> conflicts_of(const Office& office, domain::Schedule draft,
                                                                 std::uint32_t edition) {
    const auto expander = calendar::Expander::make(draft, office.zone);
    if (!expander) co_return expander.error();
    const auto touched = expander->of_edition(edition, office.now(), 1);
    if (touched.empty()) co_return domain::Conflicts{};
    const auto first = touched.front().planned;
    auto wishes = calendar::wishes(draft, office.zone, first, first + looked_ahead);
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
    co_return co_await as_heard(office, std::move(all));
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
