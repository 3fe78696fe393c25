#include "controller/control_loop/calendar_file.hpp"

#include <map>
#include <set>

#include "controller/control_loop/looking_ahead.hpp"
#include "controller/control_loop/planned_orders.hpp"
#include "controller/control_loop/programme_orders.hpp"
#include "controller/control_loop/second_person.hpp"
#include "controller/control_loop/special_days.hpp"
#include "controller/control_loop/staggering.hpp"
#include "controller/control_loop/surges.hpp"
#include "scheduler/calendar/export_ical.hpp"
#include "scheduler/policy/check_hours.hpp"

namespace village::control_loop {
namespace {

using domain::Error;
using domain::ErrorCode;

constexpr std::chrono::hours exported{366 * 24};

/// By what is wanted: an announcement, or a programme as if it were one.
using Announcements = std::map<std::pair<domain::AnnouncementId, std::optional<domain::ProgrammeId>>, domain::Announcement>;
Announcements::key_type key_of(const domain::Wanted& wanted) { return {wanted.announcement, wanted.programme}; }

/// Music falls away where the bulletin beside it does not.
void react_as(domain::Wanted& wanted, const Announcements& announcements) {
    const auto found = announcements.find(key_of(wanted));
    if (found != announcements.end()) wanted.on_special_days = reactions_of(wanted, found->second);
}

/// What these loudspeakers hear of it; nothing of what is gone.
calendar::ExportedSound heard_at(const Office& office, const domain::NodeSet& nodes, const Announcements& announcements,
                                 const domain::Wanted& wanted) {
    const auto found = announcements.find(key_of(wanted));
    const auto reached = office.commune.resolve(wanted.targets);
    if (found == announcements.end() || !reached) return {};
    return {found->second, hamlets_of(office, reached->shared_with(nodes))};
}

/// The hours of hamlets, laid out once for each day: every schedule asks on every day of a year.
class HoursByDay {
public:
    explicit HoursByDay(const Office& office) : office_(office) {}

    /// Of this day and the next.
    const domain::HoursPolicy& at(domain::AreaId hamlet, domain::UtcTime time) {
        const std::pair key{hamlet, policy::local_day(office_.hours, time)};
        if (const auto known = days_.find(key); known != days_.end()) return known->second;
        return days_.emplace(key, hours_of(office_, hamlet, time, time + std::chrono::hours{24})).first->second;
    }

private:
    const Office& office_;
    std::map<std::pair<domain::AreaId, std::int64_t>, domain::HoursPolicy> days_;
};

/// At one of these loudspeakers at least; what has no sound yet is taken to come by then.
bool may_sound_at(const Office& office, HoursByDay& hours, const domain::NodeSet& nodes, const domain::Schedule& schedule,
                  const domain::Announcement& announcement, const domain::Occurrence& occurrence) {
    using policy::HoursStanding;
    const auto reached = office.commune.resolve(schedule.targets);
    if (!reached || !announcement.content) return true;
    const auto sounds = on_special_days(office, schedule, announcement, *reached, occurrence.planned).sounds;
    if (awaits_second_person(office, schedule, announcement, sounds, occurrence)) return false;
    // The pieces of a programme are asked one by one: of the whole its beginning.
    const auto length = announcement.content->duration + waits_for_passes(office, schedule, announcement, sounds);
    std::set<HoursStanding> standings;
    for (const auto hamlet : hamlets_of(office, sounds.shared_with(nodes)))
        standings.insert(policy::hours_standing(hours.at(hamlet, occurrence.planned), occurrence.planned,
                                                schedule.programme ? std::chrono::minutes{1} : length));
    if (standings.contains(HoursStanding::allowed)) return true;
    const auto order = planned_order(office, schedule, announcement, sounds, occurrence);
    return (order.outside_hours && standings.contains(HoursStanding::outside)) ||
           (order.quiet_hours && standings.contains(HoursStanding::quiet));
}

calendar::ExportedSchedule exported_schedule(const Office& office, const domain::Schedule& schedule, const domain::NodeSet& nodes,
                                             const Announcements& announcements, HoursByDay& hours) {
    calendar::ExportedSchedule one;
    one.series = calendar::series_of(schedule);
    for (auto& part : one.series.parts) react_as(part.wanted, announcements);
    for (auto& change : one.series.changes)
        if (change.wanted) react_as(*change.wanted, announcements);
    one.describe = [&](const domain::Wanted& wanted) { return heard_at(office, nodes, announcements, wanted); };
    one.may_sound = [&](const domain::Wanted& wanted, const domain::Occurrence& occurrence) {
        const auto found = announcements.find(key_of(wanted));
        return found == announcements.end() ||
               may_sound_at(office, hours, nodes, domain::as_wanted(schedule, wanted), found->second, occurrence);
    };
    return one;
}

}  // namespace

ports::Awaitable<domain::Result<std::string>> calendar_file(const Office& office, domain::ZoneId zone) {
    const auto* known = office.commune.find_zone(zone);
    const domain::AreaId as_area{zone.bytes};
    const auto* area = office.commune.find_area(as_area);
    if (known == nullptr && area == nullptr) co_return Error{ErrorCode::not_found, "no such zone and no such area"};
    const auto name = known != nullptr ? known->name : area->name;
    const auto nodes =
        known != nullptr ? office.commune.resolve({.zones = {zone}}) : office.commune.resolve({.areas = {as_area}});
    if (!nodes) co_return nodes.error();
    auto schedules = co_await office.ports.stores.schedules.active();
    if (!schedules) co_return schedules.error();
    Announcements announcements;
    HoursByDay hours{office};
    std::vector<calendar::ExportedSchedule> all;
    for (const auto& schedule : *schedules) {
        if (!may_reach(office, schedule, *nodes)) continue;
        const auto all_wanted = calendar::all_wanted(schedule);
        for (const auto& wanted : all_wanted) {
            if (announcements.contains(key_of(wanted))) continue;
            auto announcement = co_await wanted_announcement(office, wanted.announcement, wanted.programme);
            if (announcement) announcements.emplace(key_of(wanted), std::move(*announcement));
        }
        all.push_back(exported_schedule(office, schedule, *nodes, announcements, hours));
    }
    if (!office.special_days) co_return Error{ErrorCode::unavailable, "the special days are not laid out; look into the log"};
    const auto now = office.now();
    co_return calendar::export_ical({name, now, now + exported, now}, all, *office.special_days, office.zone);
}

}  // namespace village::control_loop
