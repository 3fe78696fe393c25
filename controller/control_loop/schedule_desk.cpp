#include "controller/control_loop/schedule_desk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "controller/control_loop/requests.hpp"
#include "controller/control_loop/schedule_edits.hpp"
#include "controller/control_loop/session_count.hpp"
#include "controller/control_loop/surges.hpp"

namespace village::control_loop {
namespace {

using domain::Error;
using domain::ErrorCode;
using domain::Schedule;

constexpr std::size_t shown_max = 20;

}  // namespace

domain::Result<ports::SchedulePreview> ScheduleDesk::preview(const domain::Operator& caller, const calendar::Wish& wish,
                                                             const domain::Announcement& announcement) const {
    auto nodes = office_.commune.resolve(wish.schedule.targets);
    if (!nodes) return nodes.error();
    if (!announcement.content) return Error{ErrorCode::not_ready, "the audio is not ready yet; listen to it first"};
    const auto priority = wish.schedule.priority;
    if (priority > domain::Priority::priority)
        return Error{ErrorCode::invalid_argument, "a schedule is background, normal or priority"};

    ports::SchedulePreview preview{wish.occurrences, std::move(*nodes), {}};
    auto worst = policy::HoursStanding::allowed;
    const auto length = announcement.content->duration;
    for (const auto& occurrence : preview.next) {
        const auto hours = hours_for(office_, {announcement, priority, preview.nodes, occurrence.planned});
        worst = std::max(worst, policy::hours_standing(hours, occurrence.planned, length));
        if (auto held = policy::check_hours(hours, occurrence.planned, length); !held && preview.problems.empty())
            preview.problems.push_back(held.error());
    }
    auto sessions = check_sessions(office_, preview.next, announcement, priority, preview.nodes);
    if (!sessions && preview.problems.empty()) preview.problems.push_back(sessions.error());
    if (auto allowed = office_.may_at(caller, policy::Action::schedule, preview.nodes, priority, worst); !allowed)
        return allowed.error();
    return preview;
}

ports::Awaitable<domain::Result<ports::SchedulePreview>> ScheduleDesk::preview(domain::Operator caller, Schedule draft) {
    if (auto readable = calendar::check_schedule(draft, office_.zone, office_.now()); !readable) co_return readable.error();
    auto wishes = calendar::next_wishes(draft, office_.zone, office_.now(), shown_max);
    if (!wishes) co_return wishes.error();
    ports::SchedulePreview all;
    for (const auto& wish : *wishes) {
        auto announcement = co_await office_.ports.stores.announcements.find(wish.schedule.announcement);
        if (!announcement) co_return announcement.error();
        auto shown = preview(caller, wish, *announcement);
        if (!shown) co_return shown.error();
        std::ranges::move(shown->next, std::back_inserter(all.next));
        all.nodes = all.nodes.united_with(shown->nodes);
        if (all.problems.empty()) all.problems = std::move(shown->problems);
    }
    std::ranges::sort(all.next, {}, &domain::Occurrence::planned);
    co_return all;
}

domain::Status ScheduleDesk::check(const domain::Operator& caller, const calendar::Wish& wish,
                                   const domain::Announcement& announcement, bool confirmed) const {
    const auto shown = preview(caller, wish, announcement);
    if (!shown) return shown.error();
    const auto priority = wish.schedule.priority;
    const auto& reason = wish.schedule.outside_hours_reason;
    for (const auto& occurrence : wish.occurrences) {
        const auto hours = hours_for(office_, {announcement, priority, shown->nodes, occurrence.planned});
        auto held = check_confirmed(hours, occurrence.planned, announcement.content->duration, reason, confirmed);
        if (!held) return held;
    }
    const bool is_explained = confirmed && !reason.empty();
    auto sessions = check_sessions(office_, wish.occurrences, announcement, priority, shown->nodes);
    if (!sessions && !is_explained) return sessions;
    return {};
}

ports::Awaitable<domain::Status> ScheduleDesk::check(domain::Operator caller, Schedule schedule, bool confirmed) const {
    if (auto readable = calendar::check_schedule(schedule, office_.zone, office_.now()); !readable) co_return readable;
    auto wishes = calendar::next_wishes(schedule, office_.zone, office_.now(), shown_max);
    if (!wishes) co_return wishes.error();
    for (const auto& wish : *wishes) {
        auto announcement = co_await office_.ports.stores.announcements.find(wish.schedule.announcement);
        if (!announcement) co_return announcement.error();
        if (auto checked = check(caller, wish, *announcement, confirmed); !checked) co_return checked;
    }
    co_return domain::Status{};
}

ports::Awaitable<domain::Result<Schedule>> ScheduleDesk::save(domain::Operator caller, Schedule schedule, bool confirmed) {
    if (auto checked = co_await check(caller, schedule, confirmed); !checked) co_return checked.error();
    schedule.created_by = caller.id;
    schedule.created_at = office_.now();
    auto when = fmt::format("{} {}", domain::local_text(schedule.timing.first), domain::rrule_of(schedule.timing));
    auto row = office_.row(caller, "schedule.save", schedule.id.text(), std::move(when));
    auto saved = co_await office_.ports.stores.schedules.save(schedule, std::move(row));
    if (!saved) co_return saved.error();
    office_.ports.feed.publish(*saved);
    if (auto planned = co_await plan(*saved, caller.login); !planned) co_return planned.error();
    co_return *saved;
}

domain::Status ScheduleDesk::may_touch(const domain::Operator& caller, const domain::Wanted& wanted) const {
    const auto nodes = office_.commune.resolve(wanted.targets);
    // Of places that are gone nobody is the head: then it takes the right for the whole commune.
    if (!nodes) return office_.may(caller, policy::Action::schedule);
    return office_.may_at(caller, policy::Action::schedule, *nodes, wanted.priority, policy::HoursStanding::allowed);
}

ports::Awaitable<domain::Result<ports::EditedSchedule>> ScheduleDesk::edited(domain::Operator caller,
                                                                             ports::ScheduleEdit edit) const {
    auto schedule = co_await office_.ports.stores.schedules.find(edit.schedule);
    if (!schedule) co_return schedule.error();
    if (schedule->version != edit.version)
        co_return Error{ErrorCode::version_conflict, "somebody else changed it since it was read; read it again"};
    for (const auto& wanted : touched(*schedule, edit, office_.zone))
        if (auto allowed = may_touch(caller, wanted); !allowed) co_return allowed.error();
    co_return control_loop::edited(*schedule, edit, office_.zone, office_.now());
}

ports::Awaitable<domain::Result<ports::EditedSchedule>> ScheduleDesk::save(domain::Operator caller, ports::ScheduleEdit edit,
                                                                           ports::EditedSchedule edited, bool confirmed) {
    if (!edit.left_out)
        if (auto checked = co_await check(caller, edited.schedule, confirmed); !checked) co_return checked.error();
    constexpr std::array scopes{"this", "from_here", "all"};
    auto what = fmt::format("{} {}", scopes[static_cast<std::size_t>(edit.scope)],
                            edit.occurrence ? domain::utc_text(*edit.occurrence) : std::string{});
    auto row = office_.row(caller, "schedule.edit", edit.schedule.text(), std::move(what));
    auto saved = co_await office_.ports.stores.schedules.save(edited.schedule, std::move(row));
    if (!saved) co_return saved.error();
    office_.ports.feed.publish(*saved);
    if (auto planned = co_await plan(*saved, caller.login); !planned) co_return planned.error();
    edited.schedule = std::move(*saved);
    co_return edited;
}

ports::Awaitable<domain::Result<Schedule>> ScheduleDesk::cancel(domain::Operator caller, domain::ScheduleId id,
                                                                std::uint32_t version) {
    auto schedule = co_await office_.ports.stores.schedules.find(id);
    if (!schedule) co_return schedule.error();
    if (auto allowed = may_touch(caller, domain::wanted_of(*schedule)); !allowed) co_return allowed.error();
    schedule->state = domain::ScheduleState::cancelled;
    schedule->version = version;
    auto row = office_.row(caller, "schedule.cancel", id.text());
    auto saved = co_await office_.ports.stores.schedules.save(*schedule, std::move(row));
    if (!saved) co_return saved.error();
    office_.ports.feed.publish(*saved);
    const auto event = dispatch::ScheduleChanged{id, caller.login, {}};
    switchboard_.handle(event);
    co_return *saved;
}

}  // namespace village::control_loop
