#include "controller/control_loop/schedule_desk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "controller/control_loop/requests.hpp"
#include "controller/control_loop/schedule_edits.hpp"
#include "controller/control_loop/surges.hpp"

namespace village::control_loop {

using domain::Error;
using domain::ErrorCode;
using domain::Schedule;

domain::HoursPolicy ScheduleDesk::hours_of(const TouchedWish& one, const domain::Occurrence& occurrence) const {
    return hours_for(office_, {one.announcement, one.wish.schedule.priority, one.nodes, occurrence.planned});
}

domain::Status ScheduleDesk::may_be_saved(const domain::Operator& caller, const TouchedWish& one) const {
    const auto priority = one.wish.schedule.priority;
    if (priority > domain::Priority::priority)
        return Error{ErrorCode::invalid_argument, "a schedule is background, normal or priority"};
    auto worst = policy::HoursStanding::allowed;
    for (const auto& occurrence : one.wish.occurrences) {
        const auto length = one.announcement.content->duration;
        worst = std::max(worst, policy::hours_standing(hours_of(one, occurrence), occurrence.planned, length));
    }
    return office_.may_at(caller, policy::Action::schedule, one.nodes, priority, worst);
}

ports::Awaitable<domain::Result<ports::SchedulePreview>> ScheduleDesk::preview(domain::Operator caller, Schedule draft,
                                                                               std::uint32_t edition) const {
    const auto touched = co_await touched_wishes(office_, draft, edition);
    if (!touched) co_return touched.error();
    ports::SchedulePreview shown;
    for (const auto& one : *touched) {
        if (auto may = may_be_saved(caller, one); !may) co_return may.error();
        shown.nodes = shown.nodes.united_with(one.nodes);
        std::ranges::copy(one.wish.occurrences, std::back_inserter(shown.next));
        for (const auto& occurrence : one.wish.occurrences) {
            auto held = policy::check_hours(hours_of(one, occurrence), occurrence.planned, one.announcement.content->duration);
            if (!held && shown.problems.empty()) shown.problems.push_back(held.error());
        }
    }
    auto sessions = check_sessions(office_, draft, *touched);
    if (!sessions && shown.problems.empty()) shown.problems.push_back(sessions.error());
    std::ranges::sort(shown.next, {}, &domain::Occurrence::planned);
    co_return shown;
}

ports::Awaitable<domain::Status> ScheduleDesk::check(domain::Operator caller, Schedule schedule, std::uint32_t edition,
                                                     bool confirmed) const {
    const auto touched = co_await touched_wishes(office_, schedule, edition);
    if (!touched) co_return touched.error();
    bool is_explained = confirmed;
    for (const auto& one : *touched) {
        if (auto may = may_be_saved(caller, one); !may) co_return may;
        const auto& reason = one.wish.schedule.outside_hours_reason;
        is_explained = is_explained && !reason.empty();
        for (const auto& occurrence : one.wish.occurrences) {
            const auto length = one.announcement.content->duration;
            auto held = check_confirmed(hours_of(one, occurrence), occurrence.planned, length, reason, confirmed);
            if (!held) co_return held;
        }
    }
    auto sessions = check_sessions(office_, schedule, *touched);
    if (!sessions && !is_explained) co_return sessions;
    co_return domain::Status{};
}

ports::Awaitable<domain::Result<Schedule>> ScheduleDesk::save(domain::Operator caller, Schedule schedule, bool confirmed) {
    if (auto checked = co_await check(caller, schedule, 0, confirmed); !checked) co_return checked.error();
    schedule.created_by = caller.id;
    schedule.created_at = office_.now();
    schedule.edits.askings = {{0, caller.id, {}}};
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
    for (const auto& wanted : touched(*schedule, edit, office_.zone, office_.now()))
        if (auto allowed = may_touch(caller, wanted); !allowed) co_return allowed.error();
    co_return control_loop::edited(*schedule, edit, office_.zone, office_.now());
}

ports::Awaitable<domain::Result<ports::EditedSchedule>> ScheduleDesk::save(domain::Operator caller, ports::ScheduleEdit edit,
                                                                           ports::EditedSchedule edited, bool confirmed) {
    if (!edit.left_out)
        if (auto checked = co_await check(caller, edited.schedule, edit.version + 1, confirmed); !checked)
            co_return checked.error();
    if (!edit.left_out) edited.schedule.edits.askings.push_back({edit.version + 1, caller.id, {}});
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
