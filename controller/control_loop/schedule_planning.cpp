// How the schedules of the ScheduleDesk become broadcasts, at start, after a change, and every ten minutes.
#include <algorithm>
#include <map>

#include "controller/control_loop/approvals.hpp"
#include "controller/control_loop/planned_orders.hpp"
#include "controller/control_loop/schedule_desk.hpp"
#include "controller/control_loop/second_person.hpp"
#include "controller/control_loop/special_days.hpp"
#include "controller/observability/log.hpp"

namespace village::control_loop {

using domain::ErrorCode;
using domain::Schedule;

namespace {

/// In which all of them begin. Not reckoned from now: when the clock was stepped back, what is planned lies further away than a plan
/// reaches, and is wanted nevertheless.
std::pair<domain::UtcTime, domain::UtcTime> span_of(const std::vector<const domain::Broadcast*>& broadcasts) {
    auto from = domain::UtcTime::max(), to = domain::UtcTime::min();
    for (const auto* broadcast : broadcasts) {
        from = std::min(from, broadcast->starts_at);
        to = std::max(to, broadcast->starts_at + std::chrono::microseconds{1});
    }
    return {from, to};
}

}  // namespace

ports::Awaitable<domain::Status> ScheduleDesk::plan_coming_days() {
    auto schedules = co_await office_.ports.stores.schedules.active();
    if (!schedules) co_return schedules.error();
    for (const auto& schedule : *schedules)
        if (auto planned = co_await plan(schedule, {}); !planned) co_return planned;
    co_return domain::Status{};
}

ports::Awaitable<domain::Result<dispatch::OccurrencesPlanned>> ScheduleDesk::not_over(
    std::vector<dispatch::BroadcastOrder> orders) const {
    dispatch::OccurrencesPlanned planned;
    for (auto& order : orders) {
        if (office_.dispatcher.find(order.broadcast.id) != nullptr) continue;
        auto stored = co_await office_.ports.stores.broadcasts.find(order.broadcast.id);
        if (!stored && stored.error().code != ErrorCode::not_found) co_return stored.error();
        if (!stored || !stored->ended_at) planned.orders.push_back(std::move(order));
    }
    co_return planned;
}

ports::Awaitable<domain::Status> ScheduleDesk::name_schedules(std::vector<dispatch::Restored::Item>& items) const {
    auto schedules = co_await office_.ports.stores.schedules.active();
    if (!schedules) co_return schedules.error();
    std::vector<const domain::Broadcast*> broadcasts;
    for (const auto& item : items) broadcasts.push_back(&item.order.broadcast);
    const auto [from, to] = span_of(broadcasts);
    std::map<domain::OccurrenceId, domain::ScheduleId> schedule_of;
    for (const auto& schedule : *schedules) {
        const auto expander = calendar::Expander::make(schedule, office_.zone);
        if (!expander) continue;
        for (const auto& occurrence : expander->between(from, to)) schedule_of[occurrence.id] = schedule.id;
    }
    for (auto& item : items) {
        if (!item.order.broadcast.occurrence) continue;
        const auto found = schedule_of.find(*item.order.broadcast.occurrence);
        if (found != schedule_of.end()) item.order.schedule = found->second;
    }
    co_return domain::Status{};
}

ports::Awaitable<domain::Status> ScheduleDesk::plan(Schedule schedule, std::string by) {
    domain::Duration longest_grace{};
    for (const auto& wanted : calendar::all_wanted(schedule)) longest_grace = std::max(longest_grace, wanted.start_grace);
    const auto now = office_.now();
    const auto wishes = calendar::wishes(schedule, office_.zone, now - longest_grace, now + planning_horizon);
    if (!wishes) {
        const auto& why = wishes.error();
        log::warn("schedule {} plans nothing: {} [{}]", schedule.id.text(), why.detail, domain::error_name(why.code));
        co_return domain::Status{};
    }
    if (schedule.version > 1 || may_fall_away(office_, schedule))
        if (auto done = co_await withdraw_unwanted(schedule, std::move(by)); !done) co_return done;
    for (const auto& wish : *wishes) {
        auto announcement = co_await office_.ports.stores.announcements.find(wish.schedule.announcement);
        if (!announcement || !announcement->content) {
            log::warn("schedule {} has no audio and will not play [not_ready]", schedule.id.text());
            continue;
        }
        auto orders = orders_of(wish, *announcement);
        auto planned = co_await not_over(std::move(orders));
        if (!planned) co_return planned.error();
        const dispatch::Event event = std::move(*planned);
        switchboard_.handle(event);
    }
    co_return domain::Status{};
}

ports::Awaitable<domain::Status> ScheduleDesk::withdraw_unwanted(Schedule schedule, std::string by) {
    std::vector<const domain::Broadcast*> planned;
    for (const auto& known : office_.dispatcher.known())
        if (known.order->schedule == schedule.id) planned.push_back(&known.order->broadcast);
    const auto [from, to] = span_of(planned);
    const auto wishes = calendar::wishes(schedule, office_.zone, from, to);
    if (!wishes) co_return domain::Status{};
    dispatch::ScheduleChanged changed{schedule.id, by, {}};
    for (const auto& wish : *wishes) {
        auto announcement = co_await office_.ports.stores.announcements.find(wish.schedule.announcement);
        if (!announcement) co_return announcement.error();
        for (const auto& occurrence : wish.occurrences)
            if (still_sounds(wish.schedule, *announcement, occurrence, by))
                changed.still_wanted.push_back(domain::broadcast_of(occurrence));
    }
    const dispatch::Event event = std::move(changed);
    switchboard_.handle(event);
    co_return domain::Status{};
}

bool ScheduleDesk::still_sounds(const Schedule& wanted, const domain::Announcement& announcement,
                                const domain::Occurrence& occurrence, const std::string& by) {
    const auto* broadcast = office_.dispatcher.find(domain::broadcast_of(occurrence));
    if (broadcast == nullptr || broadcast->state != domain::BroadcastState::planned) return true;
    const auto day = on_special_days(office_, wanted, announcement, broadcast->targets, occurrence.planned);
    if (day.sounds.is_empty()) return false;
    if (!day.silent.is_empty()) {
        const dispatch::Event event = dispatch::StopRequested{{broadcast->id}, day.silent, by.empty() ? day.because : by};
        switchboard_.handle(event);
    }
    return true;
}

std::vector<dispatch::BroadcastOrder> ScheduleDesk::orders_of(const calendar::Wish& wish,
                                                              const domain::Announcement& announcement) const {
    const auto nodes = office_.commune.resolve(wish.schedule.targets);
    if (!nodes) {
        const auto& why = nodes.error();
        log::warn("schedule {} plans nothing: {} [{}]", wish.schedule.id.text(), why.detail, domain::error_name(why.code));
        return {};
    }
    std::vector<dispatch::BroadcastOrder> orders;
    for (const auto& occurrence : wish.occurrences) {
        if (occurrence.planned < office_.now() - wish.schedule.start_grace) continue;
        const auto day = on_special_days(office_, wish.schedule, announcement, *nodes, occurrence.planned);
        if (day.sounds.is_empty()) continue;
        if (awaits_second_person(office_, wish.schedule, announcement, day.sounds, occurrence)) continue;
        auto order = planned_order(office_, wish.schedule, announcement, day.sounds, occurrence);
        if (check_approved(office_, announcement, order)) orders.push_back(std::move(order));
    }
    return orders;
}

}  // namespace village::control_loop
