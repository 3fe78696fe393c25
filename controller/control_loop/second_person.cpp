#include "controller/control_loop/second_person.hpp"

#include <algorithm>
#include <set>

#include "controller/control_loop/schedule_desk.hpp"
#include "controller/control_loop/staggering.hpp"
#include "controller/control_loop/surges.hpp"

namespace village::control_loop {
namespace {

using domain::Error;
using domain::ErrorCode;

std::set<std::uint32_t> editions_of(const domain::Edits& edits) {
    std::set<std::uint32_t> editions{edits.edition};
    for (const auto& part : edits.earlier) editions.insert(part.edition);
    for (const auto& change : edits.changes) editions.insert(change.edition);
    return editions;
}

void note(std::vector<domain::Asking>& askings, domain::Asking agreed) {
    std::erase_if(askings, [&](const domain::Asking& one) { return one.edition == agreed.edition; });
    askings.push_back(agreed);
    std::ranges::sort(askings, {}, &domain::Asking::edition);
}

}  // namespace

bool awaits_second_person(const Office& office, const domain::Schedule& schedule, const domain::Announcement& announcement,
                          const domain::NodeSet& nodes, const domain::Occurrence& occurrence) {
    if (!office.approval.second_person_outside_hours || !announcement.content) return false;
    const auto asking = domain::asking_of(schedule, occurrence.edition);
    if (asking.agreed_by) return false;
    if (!asking.sessions_reason.empty()) return true;
    const auto length = announcement.content->duration + waits_for_passes(office, schedule, announcement, nodes);
    const auto hours = hours_for(office, {announcement, schedule.priority, nodes, occurrence.planned, length});
    return policy::hours_standing(hours, occurrence.planned, length) != policy::HoursStanding::allowed;
}

domain::Status check_one_person_may(const Office& office) {
    if (!office.approval.second_person_outside_hours) return {};
    return Error{ErrorCode::not_approved,
                 "outside the hours, and beyond the sessions of a day, a second person has to agree; plan it as a schedule, to "
                 "which another person can",
                 domain::BrokenRule{"second_person", "2", "1"}};
}

ports::Awaitable<domain::Result<domain::Schedule>> ScheduleDesk::agree(domain::Operator caller, domain::ScheduleId id,
                                                                       std::uint32_t version) {
    auto schedule = co_await office_.ports.stores.schedules.find(id);
    if (!schedule) co_return schedule.error();
    if (schedule->version != version)
        co_return Error{ErrorCode::version_conflict, "somebody else changed it since it was read; read it again"};
    bool agreed = false;
    domain::Status refusal = Error{ErrorCode::invalid_argument, "nothing in it waits for a second person",
                                   domain::BrokenRule{"nothing_to_agree", {}, {}}};
    const auto editions = editions_of(schedule->edits);
    for (const auto edition : editions) {
        auto asking = domain::asking_of(*schedule, edition);
        if (asking.agreed_by) continue;
        if (asking.by == caller.id) {
            refusal = Error{ErrorCode::not_permitted, "nobody agrees to what he asked for himself",
                            domain::BrokenRule{"own_asking", {}, {}}};
            continue;
        }
        const auto touched = co_await touched_wishes(office_, *schedule, edition);
        // One that cannot be planned now, or that this person may not plan, waits for somebody else.
        const auto may = touched ? may_all_be_saved(caller, *touched) : domain::Status{touched.error()};
        if (!may) refusal = may;
        if (!may || touched->empty()) continue;
        asking.agreed_by = caller.id;
        note(schedule->edits.askings, asking);
        agreed = true;
    }
    if (!agreed) co_return refusal.error();
    auto row = office_.row(caller, "schedule.agree", id.text());
    co_return co_await keep(std::move(*schedule), std::move(row), caller.login);
}

domain::Status ScheduleDesk::may_all_be_saved(const domain::Operator& caller, const std::vector<TouchedWish>& touched) const {
    for (const auto& one : touched)
        if (auto may = may_be_saved(caller, one); !may) return may;
    return {};
}

}  // namespace village::control_loop
