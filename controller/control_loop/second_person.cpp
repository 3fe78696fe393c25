#include "controller/control_loop/second_person.hpp"

#include <algorithm>
#include <set>

#include "controller/control_loop/schedule_desk.hpp"
#include "controller/control_loop/surges.hpp"

namespace village::control_loop {
namespace {

std::set<std::uint32_t> editions_of(const domain::Edits& edits) {
    std::set<std::uint32_t> editions{edits.edition};
    for (const auto& part : edits.earlier) editions.insert(part.edition);
    for (const auto& change : edits.changes) editions.insert(change.edition);
    return editions;
}

void note(std::vector<domain::Asking>& askings, domain::Asking agreed) {
    std::erase_if(askings, [&](const domain::Asking& one) { return one.edition == agreed.edition; });
    askings.push_back(std::move(agreed));
    std::ranges::sort(askings, {}, &domain::Asking::edition);
}

}  // namespace

bool awaits_second_person(const Office& office, const domain::Schedule& schedule, const domain::Announcement& announcement,
                          const domain::NodeSet& nodes, const domain::Occurrence& occurrence) {
    if (!office.approval.second_person_outside_hours || !announcement.content) return false;
    const auto hours = hours_for(office, {announcement, schedule.priority, nodes, occurrence.planned});
    const auto standing = policy::hours_standing(hours, occurrence.planned, announcement.content->duration);
    return standing != policy::HoursStanding::allowed && !domain::asking_of(schedule, occurrence.edition).agreed_by;
}

ports::Awaitable<domain::Result<domain::Schedule>> ScheduleDesk::agree(domain::Operator caller, domain::ScheduleId id,
                                                                       std::uint32_t version) {
    auto schedule = co_await office_.ports.stores.schedules.find(id);
    if (!schedule) co_return schedule.error();
    bool agreed = false;
    for (const auto edition : editions_of(schedule->edits)) {
        auto asking = domain::asking_of(*schedule, edition);
        if (asking.agreed_by || asking.by == caller.id) continue;
        const auto touched = co_await touched_wishes(office_, *schedule, edition);
        if (!touched) co_return touched.error();
        for (const auto& one : *touched)
            if (auto may = may_be_saved(caller, one); !may) co_return may.error();
        asking.agreed_by = caller.id;
        note(schedule->edits.askings, std::move(asking));
        agreed = true;
    }
    if (!agreed)
        co_return domain::Error{domain::ErrorCode::not_permitted,
                                "nothing waits for this person: nobody agrees to what he asked for himself"};
    schedule->version = version;
    auto row = office_.row(caller, "schedule.agree", id.text());
    auto saved = co_await office_.ports.stores.schedules.save(*schedule, std::move(row));
    if (!saved) co_return saved.error();
    office_.ports.feed.publish(*saved);
    if (auto planned = co_await plan(*saved, caller.login); !planned) co_return planned.error();
    co_return *saved;
}

}  // namespace village::control_loop
