#include "controller/control_loop/forecast_desk.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "controller/control_loop/approvals.hpp"
#include "controller/control_loop/earlier_versions.hpp"
#include "controller/control_loop/empty_places.hpp"
#include "controller/control_loop/hamlet_hours.hpp"
#include "controller/control_loop/planned_orders.hpp"
#include "controller/control_loop/programme_orders.hpp"
#include "scheduler/domain/gone.hpp"

namespace village::control_loop {
namespace {

using domain::Error;
using domain::ErrorCode;

constexpr std::chrono::hours usual_look{24};
/// What sounds at an end of the period may belong to the day beside it.
constexpr std::chrono::hours a_day{24};

domain::Result<Asked> understood(const Office& office, const ports::DryRunRequest& request) {
    if (request.targets.is_empty()) return domain::no_place();
    auto nodes = nodes_at(office.commune, request.targets);
    if (!nodes) return nodes.error();
    const auto from = std::max(request.from.value_or(office.now()), office.now());
    const auto to = request.to.value_or(from + usual_look);
    if (to <= from || to - from > dispatch::dry_run_longest)
        return Error{ErrorCode::invalid_argument, "the period ends after now and is 31 days long at most",
                     domain::BrokenRule{"period", "31", {}}};
    return Asked{std::move(*nodes), from, to};
}

/// What these loudspeakers, alike in everything, will do.
domain::Status foresee(const Asked& asked, const dispatch::DryRunMaterial& material, const domain::HoursPolicy& hours,
                       const domain::NodeSet& set, dispatch::JoinedDryRuns& joined) {
    const auto node = set.numbers().front();
    const auto missing = material.missing.find(node);
    auto lines =
        dispatch::dry_run({.node = node,
                           .from = asked.from,
                           .to = asked.to,
                           .hours = hours,
                           .planned = material.planned,
                           .withheld = material.withheld,
                           .missing = missing == material.missing.end() ? std::set<domain::ContentHash>{} : missing->second});
    if (!lines) return lines.error();
    return joined.add(std::move(*lines), set);
}

}  // namespace

ports::Awaitable<domain::Result<ports::DryRun>> ForecastDesk::dry_run(ports::DryRunRequest request) const {
    auto asked = understood(office_, request);
    if (!asked) co_return asked.error();
    auto gathered = co_await material(*asked);
    if (!gathered) co_return gathered.error();
    dispatch::JoinedDryRuns joined;
    const auto places = hours_by_place(office_, asked->nodes, asked->from - a_day, asked->to + a_day);
    for (const auto& place : places) {
        for (const auto& set : dispatch::alike(*gathered, place.nodes)) {
            if (auto added = foresee(*asked, *gathered, place.hours, set, joined); !added) co_return added.error();
            // An emergency does not wait for forty hamlets' forecasts.
            co_await boost::asio::post(office_.executor, boost::asio::use_awaitable);
        }
    }
    auto unheard = co_await heard_by_nobody(office_, request.targets, *asked);
    if (!unheard) co_return unheard.error();
    if (auto added = joined.add(std::move(*unheard), {}); !added) co_return added.error();
    auto sounds = co_await with_earlier_versions(office_, joined.lines());
    if (!sounds) co_return sounds.error();
    co_return ports::DryRun{asked->from, asked->to, asked->nodes, std::move(*sounds)};
}

ports::Awaitable<domain::Result<ports::DryRun>> ForecastDesk::coming(date::days days) const {
    ports::DryRunRequest all;
    all.targets.areas = {office_.commune.id};
    all.to = office_.now() + days;
    return dry_run(std::move(all));
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
            auto announcement = co_await wanted_announcement(office_, wish.schedule);
            if (!announcement) co_return announcement.error();
            if (auto added = co_await add_wanted(asked, wish, *announcement, gathered); !added) co_return added.error();
            name_special_days(office_, wish, *announcement, gathered);
            auto all_held = held_back(office_, asked, wish, *announcement);
            for (auto& held : all_held)
                if (auto added = co_await add(std::move(held), *announcement, gathered); !added) co_return added.error();
        }
    }
    add_nodes(office_, asked, gathered);
    co_return gathered;
}

ports::Awaitable<domain::Status> ForecastDesk::add_wanted(Asked asked, calendar::Wish wish, domain::Announcement announcement,
                                                          dispatch::DryRunMaterial& material) const {
    if (!wish.schedule.programme || !office_.commune.resolve(wish.schedule.targets)) {
        auto wanted = wanted_by(office_, asked, wish, announcement);
        co_return co_await add(std::move(wanted), std::move(announcement), material);
    }
    for (const auto& occurrence : wish.occurrences) {
        auto pieces = co_await wanted_pieces(office_, asked, wish.schedule, announcement, occurrence);
        if (!pieces) co_return pieces.error();
        for (auto& piece : *pieces)
            if (auto added = co_await add(std::move(piece.wanted), std::move(piece.announcement), material); !added)
                co_return added;
    }
    co_return domain::Status{};
}

ports::Awaitable<domain::Status> ForecastDesk::add_absent(domain::Schedule schedule, Asked asked,
                                                          dispatch::DryRunMaterial& material) const {
    const auto absent = calendar::absent_wishes(schedule, office_.zone, office_.now(), asked.to);
    if (!absent) co_return domain::Status{};
    for (const auto& one : *absent) {
        auto announcement = co_await wanted_announcement(office_, one.wish.schedule);
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
            std::optional<domain::InTheWay> missing;
            if (order.broadcast.relay.empty())
                missing = {domain::InTheWay::Kind::announcement, announcement.id.bytes, announcement.title};
            const std::string reason = check_valid(office_, announcement, order) ? "not_approved" : "not_valid";
            material.withheld.push_back({std::move(order), domain::ReceiptOutcome::missed, reason, missing});
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

}  // namespace village::control_loop
