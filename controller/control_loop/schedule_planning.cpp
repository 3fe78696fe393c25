// How the schedules of the ScheduleDesk become broadcasts, at start, after a change, and every ten minutes.
#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "controller/control_loop/empty_places.hpp"
#include "controller/control_loop/planned_orders.hpp"
#include "controller/control_loop/programme_orders.hpp"
#include "controller/control_loop/schedule_desk.hpp"
#include "controller/control_loop/special_days.hpp"
#include "controller/control_loop/superseding.hpp"
#include "controller/control_loop/taking_back.hpp"
#include "controller/observability/log.hpp"
#include "scheduler/planning/heard.hpp"

namespace village::control_loop {

using domain::ErrorCode;
using domain::Schedule;

namespace {

/// In which all of them begin. Not reckoned from now: when the clock was stepped back, what is planned lies further away than a plan
/// reaches, and is wanted nevertheless.
std::pair<domain::UtcTime, domain::UtcTime> span_of(const std::vector<const domain::Broadcast*>& broadcasts) {
    auto from = domain::UtcTime::max(), to = domain::UtcTime::min();
    for (const auto* broadcast : broadcasts) {
        // A piece of a programme begins after its occurrence does.
        const auto before = broadcast->place ? domain::Duration{domain::Programme::length_max} : domain::Duration::zero();
        from = std::min(from, broadcast->starts_at - before);
        to = std::max(to, broadcast->starts_at + std::chrono::microseconds{1});
    }
    return {from, to};
}

/// Somebody took the announcement back while this was planned.
bool was_silenced(const Office& office, const domain::Broadcast& broadcast) {
    return broadcast.announcement && office.silenced.contains(*broadcast.announcement);
}

}  // namespace

ports::Awaitable<domain::Status> ScheduleDesk::plan_coming_days() {
    auto schedules = co_await office_.ports.stores.schedules.active();
    if (!schedules) co_return schedules.error();
    for (const auto& schedule : *schedules) {
        auto planned = co_await plan(schedule, {});
        if (planned) continue;
        const auto& why = planned.error();
        log::error("schedule {} is not planned: {} [{}]", schedule.id.text(), why.detail, domain::error_name(why.code));
    }
    co_return domain::Status{};
}

ports::Awaitable<domain::Result<dispatch::OccurrencesPlanned>> ScheduleDesk::not_over(
    std::vector<dispatch::BroadcastOrder> orders) const {
    dispatch::OccurrencesPlanned planned;
    const auto heard = planning::heard_occurrences(office_.known());
    for (auto& order : orders) {
        const auto* known = office_.dispatcher.find(order.broadcast.id);
        const bool stays = known != nullptr && !planning::is_over_too_early(office_.known(), *known);
        if (stays || heard.contains(*order.broadcast.occurrence)) continue;
        auto stored = co_await office_.ports.stores.broadcasts.find(order.broadcast.id);
        if (!stored && stored.error().code != ErrorCode::not_found) co_return stored.error();
        if (stored && stored->ended_at && !planning::is_over_too_early(office_.known(), *stored)) continue;
        if (stored) order.broadcast.stopped_at = stored->stopped_at;
        planned.orders.push_back(std::move(order));
    }
    co_return planned;
}

ports::Awaitable<domain::Result<bool>> ScheduleDesk::name_schedules(std::vector<dispatch::Restored::Item>& items) const {
    auto schedules = co_await office_.ports.stores.schedules.active();
    if (!schedules) co_return schedules.error();
    std::vector<const domain::Broadcast*> broadcasts;
    for (const auto& item : items)
        if (item.order.broadcast.occurrence) broadcasts.push_back(&item.order.broadcast);
    const auto [from, to] = span_of(broadcasts);
    bool all_read = true;
    std::map<domain::OccurrenceId, domain::ScheduleId> schedule_of;
    for (const auto& schedule : *schedules) {
        const auto expander = calendar::Expander::make(schedule, office_.zone);
        if (!expander) {
            log::error("schedule {} cannot be read: {} [unreadable]", schedule.id.text(), expander.error().detail);
            all_read = false;
            continue;
        }
        for (const auto& occurrence : expander->between(from, to)) schedule_of[occurrence.id] = schedule.id;
    }
    for (auto& item : items) {
        if (!item.order.broadcast.occurrence) continue;
        const auto found = schedule_of.find(*item.order.broadcast.occurrence);
        if (found != schedule_of.end()) item.order.schedule = found->second;
    }
    co_return all_read;
}

ports::Awaitable<domain::Status> ScheduleDesk::plan(Schedule schedule, std::string by) {
    const auto turn = ++plannings_[schedule.id].begun;
    const auto now = office_.now();
    const auto wishes = calendar::wishes(schedule, office_.zone, now - longest_grace_of(schedule), now + planning_horizon);
    if (is_newest(schedule)) heard_nowhere_.note(office_, schedule, wishes);
    if (!wishes) {
        const auto& why = wishes.error();
        log::warn("schedule {} plans nothing: {} [{}]", schedule.id.text(), why.detail, domain::error_name(why.code));
        co_return domain::Status{};
    }
    auto programmes = co_await programmes_of(schedule);
    auto changed = co_await still_wanted(schedule, std::move(by));
    dispatch::OccurrencesPlanned planned;
    for (const auto& wish : *wishes) {
        if (wish.schedule.programme) continue;
        auto announcement = co_await office_.ports.stores.announcements.find(wish.schedule.announcement);
        if (!announcement || !announcement->content) {
            log::warn("schedule {} has no audio and will not play [not_ready]", schedule.id.text());
            continue;
        }
        auto orders = orders_of(wish, *announcement);
        auto fresh = co_await not_over(std::move(orders));
        if (!fresh) co_return fresh.error();
        std::ranges::move(fresh->orders, std::back_inserter(planned.orders));
    }
    // From here on nothing waits. Somebody edited or cancelled it meanwhile: his own planning goes by what is stored now.
    auto& done = plannings_[schedule.id].done;
    if (!is_newest(schedule) || done > turn) co_return domain::Status{};
    done = turn;
    planning::add_days(office_.known(), std::move(programmes), changed, planned);
    const auto heard = planning::heard_occurrences(office_.known());
    std::erase_if(planned.orders, [&](const auto& order) {
        const bool is_heard = !order.broadcast.place && heard.contains(*order.broadcast.occurrence);
        return is_heard || was_silenced(office_, order.broadcast);
    });
    switchboard_.handle(dispatch::Event{std::move(changed)});
    switchboard_.handle(dispatch::Event{std::move(planned)});
    co_return domain::Status{};
}

ports::Awaitable<dispatch::ScheduleChanged> ScheduleDesk::still_wanted(Schedule schedule, std::string by) {
    dispatch::ScheduleChanged changed{schedule.id, by, {}, schedule.state == domain::ScheduleState::cancelled};
    std::vector<const domain::Broadcast*> planned;
    for (const auto& known : office_.dispatcher.known())
        if (known.order->schedule == schedule.id) planned.push_back(&known.order->broadcast);
    const auto [from, to] = span_of(planned);
    const auto wishes = calendar::wishes(schedule, office_.zone, from, to);
    if (!wishes) co_return changed;
    for (const auto& wish : *wishes) {
        if (wish.schedule.programme) continue;
        auto announcement = co_await office_.ports.stores.announcements.find(wish.schedule.announcement);
        if (!is_newest(schedule)) co_return changed;
        for (const auto& occurrence : wish.occurrences)
            // What cannot be looked up is not known to fall away.
            if (!announcement || still_sounds(wish.schedule, *announcement, occurrence, by))
                changed.still_wanted.push_back(office_.known().broadcast_of(occurrence));
    }
    co_return changed;
}

bool ScheduleDesk::still_sounds(const Schedule& wanted, const domain::Announcement& announcement,
                                const domain::Occurrence& occurrence, const std::string& by) {
    const auto* broadcast = office_.dispatcher.find(office_.known().broadcast_of(occurrence));
    if (broadcast == nullptr || broadcast->state != domain::BroadcastState::planned) return true;
    const auto there = nodes_at(office_.commune, wanted.targets);
    const auto left = there ? broadcast->targets.shared_with(*there) : broadcast->targets;
    const auto day = on_special_days(office_, wanted, announcement, left, occurrence.planned);
    if (day.sounds.is_empty() || is_superseded(office_, wanted, announcement, occurrence)) return false;
    const auto id = broadcast->id;
    const auto gone = broadcast->targets.without(left);
    take_back_there(office_, switchboard_, id, gone, by, "place_left");
    take_back_there(office_, switchboard_, id, left.without(day.sounds), by, "special_day");
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
        auto order = planned_order(office_, wish.schedule, announcement, day.sounds, occurrence);
        auto& broadcast = order.broadcast;
        broadcast.stopped_at = broadcast.targets.shared_with(office_.known().stopped_at(occurrence));
        if (broadcast.stopped_at == broadcast.targets) continue;
        if (!may_sound(office_, wish.schedule, announcement, occurrence, order)) continue;
        if (is_superseded(office_, wish.schedule, announcement, occurrence))
            broadcast.id = office_.known().broadcast_after(occurrence);
        orders.push_back(std::move(order));
    }
    return orders;
}

}  // namespace village::control_loop
