#include "controller/control_loop/schedule_desk.hpp"

#include <fmt/format.h>

#include <map>

#include "controller/control_loop/approvals.hpp"
#include "controller/control_loop/planned_orders.hpp"
#include "controller/control_loop/requests.hpp"
#include "controller/control_loop/session_count.hpp"
#include "controller/control_loop/surges.hpp"
#include "controller/observability/log.hpp"

namespace village::control_loop {
namespace {

using domain::Error;
using domain::ErrorCode;
using domain::Schedule;

constexpr std::size_t shown_max = 20;

}  // namespace

domain::Result<ports::SchedulePreview> ScheduleDesk::preview(const domain::Operator& caller, const Schedule& draft,
                                                             const domain::Announcement& announcement) const {
    const auto now = office_.now();
    if (auto readable = calendar::check_schedule(draft, office_.zone, now); !readable) return readable.error();
    auto nodes = office_.commune.resolve(draft.targets);
    if (!nodes) return nodes.error();
    if (!announcement.content) return Error{ErrorCode::not_ready, "the audio is not ready yet; listen to it first"};
    if (draft.priority > domain::Priority::priority)
        return Error{ErrorCode::invalid_argument, "a schedule is background, normal or priority"};
    auto expander = calendar::Expander::make(draft, office_.zone);
    if (!expander) return expander.error();

    ports::SchedulePreview preview{{}, std::move(*nodes), {}};
    auto worst = policy::HoursStanding::allowed;
    auto next = expander->next(now);
    while (next && preview.next.size() < shown_max) {
        const auto length = announcement.content->duration;
        const auto hours = hours_for(office_, {announcement, draft.priority, preview.nodes, next->planned});
        worst = std::max(worst, policy::hours_standing(hours, next->planned, length));
        if (auto held = policy::check_hours(hours, next->planned, length); !held && preview.problems.empty())
            preview.problems.push_back(held.error());
        preview.next.push_back(*next);
        next = expander->next(next->planned + std::chrono::seconds{1});
    }
    auto sessions = check_sessions(office_, preview.next, announcement, draft.priority, preview.nodes);
    if (!sessions && preview.problems.empty()) preview.problems.push_back(sessions.error());
    if (auto allowed = office_.may_at(caller, policy::Action::schedule, preview.nodes, draft.priority, worst); !allowed)
        return allowed.error();
    return preview;
}

ports::Awaitable<domain::Result<ports::SchedulePreview>> ScheduleDesk::preview(domain::Operator caller, Schedule draft) {
    auto announcement = co_await office_.ports.stores.announcements.find(draft.announcement);
    if (!announcement) co_return announcement.error();
    co_return preview(caller, draft, *announcement);
}

ports::Awaitable<domain::Result<Schedule>> ScheduleDesk::save(domain::Operator caller, Schedule schedule, bool confirmed) {
    auto announcement = co_await office_.ports.stores.announcements.find(schedule.announcement);
    if (!announcement) co_return announcement.error();
    auto shown = preview(caller, schedule, *announcement);
    if (!shown) co_return shown.error();
    for (const auto& occurrence : shown->next) {
        const auto hours = hours_for(office_, {*announcement, schedule.priority, shown->nodes, occurrence.planned});
        auto held =
            check_confirmed(hours, occurrence.planned, announcement->content->duration, schedule.outside_hours_reason, confirmed);
        if (!held) co_return held.error();
    }
    const bool is_explained = confirmed && !schedule.outside_hours_reason.empty();
    auto sessions = check_sessions(office_, shown->next, *announcement, schedule.priority, shown->nodes);
    if (!sessions && !is_explained) co_return sessions.error();
    schedule.created_by = caller.id;
    schedule.created_at = office_.now();
    auto when = fmt::format("{} {}", schedule.local_start, schedule.recurrence);
    auto row = office_.row(caller, "schedule.save", schedule.id.text(), std::move(when));
    auto saved = co_await office_.ports.stores.schedules.save(schedule, std::move(row));
    if (!saved) co_return saved.error();
    office_.ports.feed.publish(*saved);
    const auto event = dispatch::OccurrencesPlanned{orders_of(*saved, *announcement)};
    switchboard_.handle(event);
    co_return *saved;
}

ports::Awaitable<domain::Result<Schedule>> ScheduleDesk::cancel(domain::Operator caller, domain::ScheduleId id,
                                                                std::uint32_t version) {
    auto schedule = co_await office_.ports.stores.schedules.find(id);
    if (!schedule) co_return schedule.error();
    auto nodes = office_.commune.resolve(schedule->targets);
    // Of places that are gone nobody is the head: then it takes the right for the whole commune.
    auto allowed =
        nodes ? office_.may_at(caller, policy::Action::schedule, *nodes, schedule->priority, policy::HoursStanding::allowed)
              : office_.may(caller, policy::Action::schedule);
    if (!allowed) co_return allowed.error();
    schedule->state = domain::ScheduleState::cancelled;
    schedule->version = version;
    auto row = office_.row(caller, "schedule.cancel", id.text());
    auto saved = co_await office_.ports.stores.schedules.save(*schedule, std::move(row));
    if (!saved) co_return saved.error();
    office_.ports.feed.publish(*saved);
    const auto event = dispatch::ScheduleCancelled{id, caller.login};
    switchboard_.handle(event);
    co_return *saved;
}

ports::Awaitable<domain::Status> ScheduleDesk::plan_coming_days() {
    auto schedules = co_await office_.ports.stores.schedules.active();
    if (!schedules) co_return schedules.error();
    for (const auto& schedule : *schedules) {
        auto announcement = co_await office_.ports.stores.announcements.find(schedule.announcement);
        if (!announcement || !announcement->content) {
            log::warn("schedule {} has no audio and will not play [not_ready]", schedule.id.text());
            continue;
        }
        auto orders = orders_of(schedule, *announcement);
        auto planned = co_await not_over(std::move(orders));
        if (!planned) co_return planned.error();
        const dispatch::Event event = std::move(*planned);
        switchboard_.handle(event);
    }
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
    std::map<domain::OccurrenceId, domain::ScheduleId> schedule_of;
    const auto now = office_.now();
    for (const auto& schedule : *schedules)
        if (const auto occurrences = calendar::expand(schedule, office_.zone, now - planning_horizon, now + planning_horizon))
            for (const auto& occurrence : *occurrences) schedule_of[occurrence.id] = schedule.id;
    for (auto& item : items) {
        if (!item.order.broadcast.occurrence) continue;
        const auto found = schedule_of.find(*item.order.broadcast.occurrence);
        if (found != schedule_of.end()) item.order.schedule = found->second;
    }
    co_return domain::Status{};
}

std::vector<dispatch::BroadcastOrder> ScheduleDesk::orders_of(const Schedule& schedule,
                                                              const domain::Announcement& announcement) const {
    const auto now = office_.now();
    const auto nodes = office_.commune.resolve(schedule.targets);
    const auto occurrences = calendar::expand(schedule, office_.zone, now - schedule.start_grace, now + planning_horizon);
    if (!nodes || !occurrences) {
        const auto& why = nodes ? occurrences.error() : nodes.error();
        log::warn("schedule {} plans nothing: {} [{}]", schedule.id.text(), why.detail, domain::error_name(why.code));
        return {};
    }
    std::vector<dispatch::BroadcastOrder> orders;
    for (const auto& occurrence : *occurrences) {
        auto order = planned_order(office_, schedule, announcement, *nodes, occurrence);
        if (check_approved(office_, announcement, order)) orders.push_back(std::move(order));
    }
    return orders;
}

}  // namespace village::control_loop
