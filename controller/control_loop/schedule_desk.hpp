// The calendar: saves and cancels schedules, shows beforehand what they would do, and keeps the coming days planned.
#pragma once

#include <map>

#include "controller/control_loop/heard_nowhere.hpp"
#include "controller/control_loop/switchboard.hpp"
#include "controller/control_loop/touched_wishes.hpp"
#include "controller/ports/commands.hpp"
#include "scheduler/planning/planned_days.hpp"

namespace village::control_loop {

class ScheduleDesk {
public:
    ScheduleDesk(Office& office, Switchboard& switchboard) : office_(office), switchboard_(switchboard) {}

    /// What the edit with this edition would do, or with 0 a new schedule.
    ports::Awaitable<domain::Result<ports::SchedulePreview>> preview(domain::Operator caller, domain::Schedule draft,
                                                                     std::uint32_t edition) const;
    ports::Awaitable<domain::Result<domain::Schedule>> save(domain::Operator caller, domain::Schedule schedule, bool confirmed);
    /// What the edit would make of the schedule as it is stored; the caller may touch it.
    ports::Awaitable<domain::Result<ports::EditedSchedule>> edited(domain::Operator caller, ports::ScheduleEdit edit) const;
    ports::Awaitable<domain::Result<ports::EditedSchedule>> save(domain::Operator caller, ports::ScheduleEdit edit,
                                                                 ports::EditedSchedule edited, bool confirmed);
    /// A second person agrees to what others planned outside the hours: `not_permitted` to who asked for it.
    ports::Awaitable<domain::Result<domain::Schedule>> agree(domain::Operator caller, domain::ScheduleId id,
                                                             std::uint32_t version);
    /// Without the choices that change what is not this person's to change.
    ports::Awaitable<domain::Conflicts> as_open_to(domain::Operator caller, domain::Conflicts conflicts) const;
    ports::Awaitable<domain::Result<domain::Schedule>> cancel(domain::Operator caller, domain::ScheduleId id,
                                                              std::uint32_t version);
    /// Every occurrence of the coming days becomes a broadcast; called at start, after a change, and every ten minutes.
    ports::Awaitable<domain::Status> plan_coming_days();
    /// After a restart: which schedule each broadcast came from, so that cancelling it still reaches them. One that no schedule
    /// gives any more stays without: an edit was stored, and the program ended before it withdrew what the edit took out.
    /// False when a schedule could not be read, so that of what stays without it is not known whether it is wanted.
    ports::Awaitable<domain::Result<bool>> name_schedules(std::vector<dispatch::Restored::Item>& items) const;
    /// Which of what is wanted in the coming days nobody will hear, where there is no loudspeaker.
    std::optional<std::string> heard_nowhere() const { return heard_nowhere_.trouble(); }

private:
    ports::Awaitable<bool> may_change(domain::Operator caller, domain::Foreseen existing) const;
    domain::Status may_touch(const domain::Operator& caller, const domain::Wanted& wanted) const;
    /// By this person, whatever is confirmed.
    domain::Status may_be_saved(const domain::Operator& caller, const TouchedWish& one) const;
    domain::Status may_all_be_saved(const domain::Operator& caller, const std::vector<TouchedWish>& touched) const;
    /// The schedule as it may be saved with this confirmation, and who asked for it: a reason stays only where something that was
    /// looked at needs it, so that it excuses nothing that nobody was asked about.
    ports::Awaitable<domain::Result<domain::Schedule>> checked(domain::Operator caller, domain::Schedule schedule,
                                                               std::uint32_t edition, bool confirmed) const;
    /// Stored, told to everybody, and planned; older copies of it are planned no more.
    ports::Awaitable<domain::Result<domain::Schedule>> keep(domain::Schedule schedule, ports::AuditEntry row, std::string by);
    bool is_newest(const domain::Schedule& schedule) const;
    /// Its programmes on the days of their occurrences.
    ports::Awaitable<std::vector<planning::ProgrammeDay>> programmes_of(domain::Schedule schedule) const;
    /// Withdraws what an edit has made unwanted and plans what is wanted.
    ports::Awaitable<domain::Status> plan(domain::Schedule schedule, std::string by);
    /// Of its announcements all that is still wanted.
    ports::Awaitable<dispatch::ScheduleChanged> still_wanted(domain::Schedule schedule, std::string by);
    /// Does it sound anywhere on the special days of its day? Where it does not and was planned, it is stopped.
    bool still_sounds(const domain::Schedule& wanted, const domain::Announcement& announcement,
                      const domain::Occurrence& occurrence, const std::string& by);
    /// Without those that storage knows to be over; to a dispatcher that was restarted they would look new.
    ports::Awaitable<domain::Result<dispatch::OccurrencesPlanned>> not_over(std::vector<dispatch::BroadcastOrder> orders) const;
    std::vector<dispatch::BroadcastOrder> orders_of(const calendar::Wish& wish, const domain::Announcement& announcement) const;

    Office& office_;
    Switchboard& switchboard_;
    std::map<domain::ScheduleId, std::uint32_t> newest_;  ///< Versions saved by this process.
    struct Plannings {
        std::uint64_t begun = 0;
        std::uint64_t done = 0;  ///< The latest one that came to its end: none that was begun before it counts any more.
    };
    std::map<domain::ScheduleId, Plannings> plannings_;
    HeardNowhere heard_nowhere_;
};

}  // namespace village::control_loop
