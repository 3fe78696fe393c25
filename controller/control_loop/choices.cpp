// Of the ways out of a conflict those that this person may go.
#include <algorithm>

#include "controller/control_loop/schedule_desk.hpp"
#include "controller/control_loop/schedule_edits.hpp"

namespace village::control_loop {
namespace {

bool changes_the_other(const domain::ConflictChoice& choice) {
    using Kind = domain::ConflictChoice::Kind;
    return choice.kind == Kind::replace_once || choice.kind == Kind::shift_other;
}

}  // namespace

ports::Awaitable<bool> ScheduleDesk::may_change(domain::Operator caller, domain::Foreseen existing) const {
    // What is of no schedule, or has begun, is stopped.
    if (!existing.schedule || existing.planned <= office_.now())
        co_return office_
            .may_at(caller, policy::Action::stop, existing.nodes, domain::Priority::emergency, policy::HoursStanding::allowed)
            .has_value();
    const auto schedule = co_await office_.ports.stores.schedules.find(*existing.schedule);
    if (!schedule) co_return false;
    const ports::ScheduleEdit edit{.schedule = schedule->id, .occurrence = existing.occurrence, .wanted = {}};
    const auto meant = touched(*schedule, edit, office_.zone, office_.now());
    co_return std::ranges::all_of(meant, [&](const auto& wanted) { return may_touch(caller, wanted).has_value(); });
}

ports::Awaitable<domain::Conflicts> ScheduleDesk::as_open_to(domain::Operator caller, domain::Conflicts conflicts) const {
    for (auto& conflict : conflicts.first) {
        const bool may = co_await may_change(caller, conflict.existing);
        if (!may) std::erase_if(conflict.choices, changes_the_other);
    }
    co_return conflicts;
}

}  // namespace village::control_loop
