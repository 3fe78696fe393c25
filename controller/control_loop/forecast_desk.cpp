#include "controller/control_loop/forecast_desk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "controller/control_loop/approvals.hpp"
#include "controller/control_loop/planned_orders.hpp"
#include "controller/control_loop/surges.hpp"

namespace village::control_loop {
namespace {

using domain::Error;
using domain::ErrorCode;

constexpr std::chrono::hours usual_look{24};
constexpr std::size_t conflicts_shown_max = 20;
constexpr std::chrono::hours year{366 * 24};
/// The longest sound a schedule may have (policy::DurationCaps): who began before may still go on.
constexpr std::chrono::hours longest_sound{2};

domain::Result<Asked> understood(const Office& office, const ports::DryRunRequest& request) {
    auto nodes = office.commune.resolve(request.targets);
    if (!nodes) return nodes.error();
    const auto from = std::max(request.from.value_or(office.now()), office.now());
    const auto to = request.to.value_or(from + usual_look);
    if (to <= from || to - from > dispatch::dry_run_longest)
        return Error{ErrorCode::invalid_argument, "the period ends after now and is 31 days long at most"};
    return Asked{std::move(*nodes), from, to};
}

/// Where the first of them sounds by a surge period, that is its reason.
dispatch::PlannedSeries excused(const Office& office, const domain::Announcement& announcement, dispatch::PlannedSeries series) {
    if (!series.outside_hours_reason.empty() || series.occurrences.empty()) return series;
    const auto first = series.occurrences.front().planned;
    series.outside_hours_reason = surge_reason_for(office, {announcement, series.priority, series.nodes, first});
    return series;
}

}  // namespace

ports::Awaitable<domain::Result<ports::DryRun>> ForecastDesk::dry_run(ports::DryRunRequest request) const {
    auto asked = understood(office_, request);
    if (!asked) co_return asked.error();
    auto gathered = co_await material(*asked);
    if (!gathered) co_return gathered.error();
    dispatch::JoinedDryRuns joined;
    for (const auto& set : dispatch::alike(*gathered, asked->nodes)) {
        const auto node = set.numbers().front();
        auto lines = dispatch::dry_run({.node = node,
                                        .from = asked->from,
                                        .to = asked->to,
                                        .hours = office_.hours,
                                        .planned = gathered->planned,
                                        .withheld = gathered->withheld,
                                        .missing = gathered->missing[node]});
        if (!lines) co_return lines.error();
        if (auto added = joined.add(std::move(*lines), set); !added) co_return added.error();
        // An emergency does not wait for forty hamlets' forecasts.
        co_await boost::asio::post(office_.executor, boost::asio::use_awaitable);
    }
    co_return ports::DryRun{asked->from, asked->to, asked->nodes, joined.lines()};
}

ports::Awaitable<domain::Result<dispatch::DryRunMaterial>> ForecastDesk::material(Asked asked) const {
    dispatch::DryRunMaterial gathered;
    auto schedules = co_await office_.ports.stores.schedules.active();
    if (!schedules) co_return schedules.error();
    add_known(office_, asked, *schedules, gathered);
    for (const auto& schedule : *schedules) {
        if (auto added = co_await add_absent(schedule, asked, gathered); !added) co_return added.error();
        // What the dispatcher does not know and should have begun is over.
        const auto wishes = calendar::wishes(schedule, office_.zone, office_.now(), asked.to);
        if (!wishes) continue;
        for (const auto& wish : *wishes) {
            auto announcement = co_await office_.ports.stores.announcements.find(wish.schedule.announcement);
            if (!announcement) co_return announcement.error();
            auto wanted = wanted_by(office_, asked, wish, *announcement);
            if (auto added = co_await add(std::move(wanted), *announcement, gathered); !added) co_return added.error();
        }
    }
    add_nodes(office_, asked, gathered);
    co_return gathered;
}

ports::Awaitable<domain::Status> ForecastDesk::add_absent(domain::Schedule schedule, Asked asked,
                                                          dispatch::DryRunMaterial& material) const {
    const auto absent = calendar::absent_wishes(schedule, office_.zone, office_.now(), asked.to);
    if (!absent) co_return domain::Status{};
    for (const auto& one : *absent) {
        auto announcement = co_await office_.ports.stores.announcements.find(one.wish.schedule.announcement);
        if (!announcement) co_return announcement.error();
        auto left_out = absent_by(office_, asked, one, *announcement);
        if (auto added = co_await add(std::move(left_out), *announcement, material); !added) co_return added;
    }
    co_return domain::Status{};
}

ports::Awaitable<domain::Status> ForecastDesk::add(WantedSounds wanted, domain::Announcement announcement,
                                                   dispatch::DryRunMaterial& material) const {
    const auto signed_until = office_.now() + planning_horizon;
    for (auto& order : wanted.orders) {
        if (!wanted.reason.empty()) {
            material.withheld.push_back({std::move(order), domain::ReceiptOutcome::missed, wanted.reason, wanted.in_the_way});
            continue;
        }
        if (!check_approved(office_, announcement, order)) {
            const domain::InTheWay missing{domain::InTheWay::Kind::announcement, announcement.id.bytes, announcement.title};
            material.withheld.push_back({std::move(order), domain::ReceiptOutcome::missed, "not_approved", missing});
            continue;
        }
        // Planned before a restart and over since then: the dispatcher was not told of it again.
        if (order.broadcast.starts_at < signed_until) {
            auto stored = co_await office_.ports.stores.broadcasts.find(order.broadcast.id);
            if (!stored && stored.error().code != ErrorCode::not_found) co_return stored.error();
            if (stored && stored->ended_at) {
                const auto state = domain::broadcast_state_name(stored->state);
                material.withheld.push_back({std::move(order), domain::ReceiptOutcome::cancelled, std::string{state}, {}});
                continue;
            }
        }
        material.planned.push_back({std::move(order), {}});
    }
    co_return domain::Status{};
}

ports::Awaitable<domain::Result<domain::Conflicts>> ForecastDesk::conflicts(domain::Schedule draft) const {
    auto expander = calendar::Expander::make(draft, office_.zone);
    if (!expander) co_return expander.error();
    const auto first = expander->next(office_.now());
    if (!first) co_return domain::Conflicts{};
    auto wishes = calendar::wishes(draft, office_.zone, first->planned, first->planned + year);
    if (!wishes) co_return wishes.error();
    domain::Conflicts all;
    for (auto& wish : *wishes) {
        auto found = co_await conflicts_of(std::move(wish));
        if (!found) co_return found.error();
        all.count += found->count;
        std::ranges::move(found->first, std::back_inserter(all.first));
    }
    std::ranges::stable_sort(all.first, {}, [](const domain::Conflict& conflict) { return conflict.draft.planned; });
    if (all.first.size() > conflicts_shown_max) all.first.resize(conflicts_shown_max);
    co_return all;
}

ports::Awaitable<domain::Result<domain::Conflicts>> ForecastDesk::conflicts_of(calendar::Wish wish) const {
    auto announcement = co_await office_.ports.stores.announcements.find(wish.schedule.announcement);
    if (!announcement) co_return announcement.error();
    auto wanted = excused(office_, *announcement, series_of(office_, wish, *announcement));
    if (wanted.occurrences.empty()) co_return domain::Conflicts{};
    const auto until = wanted.occurrences.back().planned + wanted.length;
    auto asked = Asked{wanted.nodes, wish.occurrences.front().planned - longest_sound, until};
    auto met = co_await others(wish.schedule, std::move(asked));
    if (!met) co_return met.error();
    met->push_back(std::move(wanted));
    const auto place = static_cast<std::uint32_t>(met->size() - 1);
    co_return dispatch::find_conflicts(
        *met, place,
        {.hours = office_.hours, .planned_until = office_.now() + planning_horizon, .shown_max = conflicts_shown_max});
}

ports::Awaitable<domain::Result<std::vector<dispatch::PlannedSeries>>> ForecastDesk::others(domain::Schedule draft,
                                                                                            Asked asked) const {
    auto schedules = co_await office_.ports.stores.schedules.active();
    if (!schedules) co_return schedules.error();
    auto all = single_broadcasts(office_);
    for (const auto& schedule : *schedules) {
        if (schedule.id == draft.id || !may_reach(office_, schedule, asked.nodes)) continue;
        const auto wishes = calendar::wishes(schedule, office_.zone, asked.from, asked.to);
        if (!wishes) continue;
        for (const auto& wish : *wishes) {
            auto announcement = co_await office_.ports.stores.announcements.find(wish.schedule.announcement);
            if (!announcement) co_return announcement.error();
            all.push_back(excused(office_, *announcement, series_of(office_, wish, *announcement)));
        }
    }
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
