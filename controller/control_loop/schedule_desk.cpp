#include "controller/control_loop/schedule_desk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "controller/control_loop/requests.hpp"
#include "controller/control_loop/schedule_edits.hpp"
#include "controller/control_loop/silent_minutes.hpp"

namespace village::control_loop {

using domain::Error;
using domain::ErrorCode;
using domain::Schedule;

namespace {

constexpr std::size_t shown_max = 20;

bool sounds_on_other_days(const Office& office, const TouchedWish& one) {
    return std::ranges::any_of(one.wish.occurrences, [&](const domain::Occurrence& occurrence) {
        const auto hours = hours_for(office, one.sound_at(occurrence.planned));
        return policy::hours_standing(hours, occurrence.planned, one.length()) != policy::HoursStanding::quiet;
    });
}

/// One quiet Sunday takes nobody's weekdays away: such a day falls away by itself, once a person has agreed to that.
Error falls_away(Error quiet) {
    quiet.code = ErrorCode::confirmation_needed;
    quiet.detail = fmt::format("on quiet days it falls away: give a reason and confirm ({})", quiet.detail);
    return quiet;
}

}  // namespace

domain::Status ScheduleDesk::may_be_saved(const domain::Operator& caller, const TouchedWish& one) const {
    const auto priority = one.wish.schedule.priority;
    if (priority > domain::Priority::priority)
        return Error{ErrorCode::invalid_argument, "a schedule is background, normal or priority",
                     domain::BrokenRule{"bulletin_priority", "priority", std::string{domain::priority_name(priority)}}};
    for (const auto& occurrence : one.wish.occurrences) {
        auto may = may_sound(office_, caller, policy::Action::schedule, one.sound_at(occurrence.planned));
        if (!may) return may;
    }
    return office_.may_at(caller, policy::Action::schedule, one.nodes, priority, policy::HoursStanding::allowed);
}

ports::Awaitable<domain::Result<ports::SchedulePreview>> ScheduleDesk::preview(domain::Operator caller, Schedule draft,
                                                                               std::uint32_t edition) const {
    const auto touched = co_await heard_wishes(office_, draft, edition);
    ports::SchedulePreview shown;
    if (!touched && says_nothing_is_left(touched.error())) {
        shown.problems.push_back(touched.error());
        co_return shown;
    }
    if (!touched) co_return touched.error();
    for (const auto& one : *touched) {
        if (auto may = may_be_saved(caller, one); !may) co_return may.error();
        shown.nodes = shown.nodes.united_with(one.nodes);
        std::ranges::copy(one.wish.occurrences, std::back_inserter(shown.next));
        for (const auto& occurrence : one.wish.occurrences) {
            auto held =
                policy::check_hours(hours_for(office_, one.sound_at(occurrence.planned)), occurrence.planned, one.length());
            if (held || !shown.problems.empty()) continue;
            if (held.error().code == ErrorCode::quiet_hours && sounds_on_other_days(office_, one))
                held = falls_away(held.error());
            shown.problems.push_back(with_its_rule(office_, one.sound_at(occurrence.planned), held.error()));
        }
    }
    auto sessions = co_await check_sessions(office_, draft, *touched);
    if (!sessions && shown.problems.empty())
        shown.problems.push_back(as_told_to(office_, caller, policy::Action::schedule, *touched, sessions.error()));
    auto heard = co_await check_silence(office_, *touched);
    if (!heard && shown.problems.empty()) shown.problems.push_back(heard.error());
    if (const auto silent = first_not_valid(office_, *touched)) shown.remarks.push_back(*silent);
    std::ranges::sort(shown.next, {}, &domain::Occurrence::planned);
    if (shown.next.size() > shown_max) shown.next.resize(shown_max);
    co_return shown;
}

ports::Awaitable<domain::Result<Schedule>> ScheduleDesk::checked(domain::Operator caller, Schedule schedule,
                                                                 std::uint32_t edition, bool confirmed) const {
    const auto touched = co_await heard_wishes(office_, schedule, edition);
    if (!touched) co_return touched.error();
    bool is_explained = confirmed;
    std::vector<domain::Wanted> outside;
    for (const auto& one : *touched) {
        if (auto may = may_be_saved(caller, one); !may) co_return may.error();
        const auto& reason = one.wish.schedule.outside_hours_reason;
        is_explained = is_explained && !reason.empty();
        for (const auto& occurrence : one.wish.occurrences) {
            const auto hours = hours_for(office_, one.sound_at(occurrence.planned));
            const auto length = one.length();
            const auto standing = policy::hours_standing(hours, occurrence.planned, length);
            auto held = check_confirmed(hours, occurrence.planned, length, reason, confirmed);
            if (!held && standing == policy::HoursStanding::quiet && sounds_on_other_days(office_, one))
                held = confirmed && !reason.empty() ? domain::Status{} : falls_away(held.error());
            if (!held) co_return with_its_rule(office_, one.sound_at(occurrence.planned), held.error());
            if (standing != policy::HoursStanding::allowed) outside.push_back(domain::wanted_of(one.wish.schedule));
        }
    }
    domain::Asking asking{edition, caller.id, {}};
    if (auto few = co_await check_sessions(office_, schedule, *touched); !few) {
        auto refusal = as_told_to(office_, caller, policy::Action::schedule, *touched, few.error());
        if (!is_explained || !is_one_too_many(refusal)) co_return refusal;
        asking.sessions_reason = touched->front().wish.schedule.outside_hours_reason;
    }
    // Asked once, when the programme is put on the calendar.
    if (edition == 0) {
        auto heard = co_await check_silence(office_, *touched);
        const bool is_agreed = confirmed && !heard && heard.error().code == ErrorCode::confirmation_needed;
        if (!heard && !is_agreed) co_return heard.error();
    }
    auto made = with_reasons_of(std::move(schedule), edition, outside);
    made.edits.askings.push_back(std::move(asking));
    co_return made;
}

bool ScheduleDesk::is_newest(const Schedule& schedule) const {
    const auto known = newest_.find(schedule.id);
    return known == newest_.end() || known->second <= schedule.version;
}

ports::Awaitable<domain::Result<Schedule>> ScheduleDesk::keep(Schedule schedule, ports::AuditEntry row, std::string by) {
    auto saved = co_await office_.ports.stores.schedules.save(std::move(schedule), std::move(row));
    if (!saved) co_return saved.error();
    auto& newest = newest_[saved->id];
    newest = std::max(newest, saved->version);
    office_.ports.feed.publish(*saved);
    if (auto planned = co_await plan(*saved, std::move(by)); !planned) co_return planned.error();
    co_return *saved;
}

ports::Awaitable<domain::Result<Schedule>> ScheduleDesk::save(domain::Operator caller, Schedule schedule, bool confirmed) {
    const auto reason = schedule.outside_hours_reason;
    auto made = co_await checked(caller, std::move(schedule), 0, confirmed);
    if (!made) co_return made.error();
    made->created_by = caller.id;
    made->created_at = office_.now();
    auto when = fmt::format("{} {} {}", domain::local_text(made->timing.first), domain::rrule_of(made->timing), reason);
    auto row = office_.row(caller, "schedule.save", made->id.text(), std::move(when));
    co_return co_await keep(std::move(*made), std::move(row), caller.login);
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
    if (!edit.left_out) {
        auto made = co_await checked(caller, std::move(edited.schedule), edit.version + 1, confirmed);
        if (!made) co_return made.error();
        edited.schedule = std::move(*made);
    }
    constexpr std::array scopes{"this", "from_here", "all"};
    auto what = fmt::format("{} {} {}", scopes[static_cast<std::size_t>(edit.scope)],
                            edit.occurrence ? domain::utc_text(*edit.occurrence) : std::string{},
                            edit.wanted.outside_hours_reason.value_or(""));
    auto row = office_.row(caller, "schedule.edit", edit.schedule.text(), std::move(what));
    auto saved = co_await keep(std::move(edited.schedule), std::move(row), caller.login);
    if (!saved) co_return saved.error();
    edited.schedule = std::move(*saved);
    co_return edited;
}

ports::Awaitable<domain::Result<Schedule>> ScheduleDesk::cancel(domain::Operator caller, domain::ScheduleId id,
                                                                std::uint32_t version) {
    auto schedule = co_await office_.ports.stores.schedules.find(id);
    if (!schedule) co_return schedule.error();
    if (schedule->version != version)
        co_return Error{ErrorCode::version_conflict, "somebody else changed it since it was read; read it again"};
    for (const auto& wanted : calendar::wanted_from(*schedule, office_.now() - longest_grace_of(*schedule)))
        if (auto allowed = may_touch(caller, wanted); !allowed) co_return allowed.error();
    schedule->state = domain::ScheduleState::cancelled;
    auto row = office_.row(caller, "schedule.cancel", id.text());
    co_return co_await keep(std::move(*schedule), std::move(row), caller.login);
}

}  // namespace village::control_loop
