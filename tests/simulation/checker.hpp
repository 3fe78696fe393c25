// The judges of a run behind one door: look at what really sounded and what was written down, never at who called what. Speaks of
// the invariants of goals.md by their names. The first violation of a run is kept with its time and words.
#pragma once

#include <vector>

#include "tests/simulation/approval_judge.hpp"
#include "tests/simulation/clock_judge.hpp"
#include "tests/simulation/correction_judge.hpp"
#include "tests/simulation/days_judge.hpp"
#include "tests/simulation/delivery_judge.hpp"
#include "tests/simulation/drill_judge.hpp"
#include "tests/simulation/ducking_judge.hpp"
#include "tests/simulation/emergency_judge.hpp"
#include "tests/simulation/emergency_order_judge.hpp"
#include "tests/simulation/heard_judge.hpp"
#include "tests/simulation/hours_judge.hpp"
#include "tests/simulation/liveness_judge.hpp"
#include "tests/simulation/membership_judge.hpp"
#include "tests/simulation/owner_judge.hpp"
#include "tests/simulation/programme_judge.hpp"
#include "tests/simulation/queue_judge.hpp"
#include "tests/simulation/sound_judge.hpp"
#include "tests/simulation/stop_judge.hpp"
#include "tests/simulation/validity_judge.hpp"

namespace village::simulation {

class Checker {
public:
    Checker(domain::HoursPolicy hours, Situations& situations)
        : facts_{.almanac = Almanac{std::move(hours)}, .situations = situations},
          emergencies_(situations),
          liveness_(situations) {}

    // What happened, in true time. The signer and the controller:
    void issued(const domain::Grant& grant, const Owner& owner, domain::UtcTime now);
    void stop_promised(const domain::Broadcast& broadcast, domain::UtcTime now) { stops_.promised(broadcast, now); }
    void controller_sends(domain::BroadcastId broadcast, domain::UtcTime now) { stops_.controller_sends(broadcast, now); }
    void piece_ordered(const domain::Broadcast& piece, domain::UtcTime now) { programmes_.ordered(piece, now); }
    /// It is on the controller's disk.
    void broadcast_kept(const domain::Broadcast& broadcast) {
        if (broadcast.place) programmes_.kept(broadcast.id);
        memberships_.kept(broadcast.id);
    }
    void silence_wished(const ProgrammeJudge::PersonsStop& stop) { programmes_.silence_wished(stop); }
    void unwanted(const ProgrammeJudge::Unwanted& what) { programmes_.unwanted(what); }
    void stopped_by_person(const ProgrammeJudge::PersonsStop& stop, domain::UtcTime now) {
        programmes_.stopped_by_person(stop, now);
    }
    void calendar_planned(std::size_t open_before, std::size_t open_after, domain::UtcTime now) {
        queues_.planned(open_before, open_after, now);
    }
    void asked_for(domain::BroadcastKind kind, bool is_taken, std::size_t open_before, domain::UtcTime now) {
        queues_.asked_for(kind, is_taken, open_before, now);
    }
    void controller_started(domain::UtcTime now) { liveness_.controller_up(now); }
    void controller_died(domain::UtcTime now) {
        stops_.controller_died(), liveness_.controller_down(now), memberships_.controller_died(),
            programmes_.controller_died(now);
    }
    void controller_clock_set(bool is_wrong, domain::UtcTime now) {
        facts_.controller_clock_is_wrong = is_wrong;
        facts_.controller_clock_right_since = now;
    }
    /// That of the signer, which it attests.
    void attested_clock_set(domain::Duration error, domain::UtcTime now) { clocks_.attested_clock_set(error, now); }
    void sweep_clocks(const std::set<domain::NodeNumber>& in_contact, bool signer_answered, domain::UtcTime now) {
        clocks_.sweep(in_contact, signer_answered, now);
    }
    /// The controller took it for over while its clock was wrong: who sets clocks loses such items.
    void ended_by_wrong_clock(domain::BroadcastId broadcast) { facts_.ended_by_wrong_clock.insert(broadcast); }
    void on_air(domain::BroadcastId broadcast, domain::UtcTime now) {
        liveness_.on_air(broadcast, now), days_.on_air(broadcast, now);
    }
    /// Counting gives other moments than the calendar.
    void planned_wrongly(domain::ScheduleId schedule, domain::UtcTime now);
    void delivery_stored(const domain::Delivery& delivery, domain::UtcTime now) {
        deliveries_.stored(delivery, now), corrections_.stored(delivery);
    }
    void receipt_counted(domain::NodeNumber node, std::uint64_t number, domain::UtcTime now) {
        deliveries_.receipt_counted(node, number, now);
    }

    // The office:
    void announcement_written(domain::AnnouncementId id, const domain::ContentHash& sound, domain::OperatorId by) {
        approvals_.written(id, sound, by), validities_.written(id, sound);
    }
    void announcement_held_longer(domain::AnnouncementId id, domain::OperatorId by, domain::UtcTime now) {
        approvals_.held_longer(id, by, now);
    }
    void agreed(domain::AnnouncementId id, domain::OperatorId person, domain::OperatorId right) {
        approvals_.agreed(id, person, right);
    }
    void agreement_gone(domain::AnnouncementId id) { approvals_.agreement_gone(id); }
    void announcement_silenced(domain::AnnouncementId id, domain::UtcTime now) { approvals_.silenced(id, now); }
    /// Its standing or its validity.
    void announcement_changed(const domain::Announcement& announcement, domain::UtcTime now) {
        validities_.changed(announcement, now);
    }
    void announcement_taken_back(domain::AnnouncementId id, domain::UtcTime now) { validities_.taken_back(id, now); }
    void surge_opened(const domain::SurgePeriod& period, const domain::NodeSet& nodes) { hours_.opened(period, nodes); }
    void surge_ended(domain::SurgePeriodId id, domain::UtcTime now) { hours_.ended(id, now); }
    /// It comes of an edit of its schedule.
    void edited(domain::BroadcastId broadcast) { edited_.insert(broadcast); }
    void correction_asked_for(domain::BroadcastId correction, domain::BroadcastId wrong, const domain::NodeSet& targets,
                              domain::UtcTime now) {
        corrections_.asked_for(correction, wrong, targets, now);
    }
    void drill_asked_for(domain::BroadcastId drill) { drills_.asked_for(drill); }
    void zone_changed(domain::ZoneId zone, const domain::NodeSet& members) { memberships_.zone_changed(zone, members); }
    /// A broadcast is made for who is in the zone now.
    void aimed_at_zone(domain::BroadcastId broadcast, domain::ZoneId zone, const domain::NodeSet& silent) {
        memberships_.aimed(broadcast, zone, silent);
    }
    void loudspeaker_holds(domain::NodeNumber node, const QueueJudge::Load& load, domain::UtcTime now) {
        queues_.holds(node, load, now);
    }
    /// By its full plan, which refuses it or lets go of it.
    void turned_away(domain::NodeNumber node, domain::GrantId grant, const QueueJudge::Load& load, domain::UtcTime now);
    void commune_is(const domain::Commune& commune) { facts_.almanac.commune_is(commune); }
    void days_saved(std::vector<domain::DayRule> rules, domain::UtcTime now);
    void hours_saved(std::vector<domain::HoursRule> rules, domain::UtcTime now);
    /// What the calendar wants, and where it is to be heard as the day is.
    void calendar_wants(domain::BroadcastId broadcast, const DayWish& wish, const domain::NodeSet& ordered, domain::UtcTime now) {
        days_.wanted(broadcast, wish, ordered, now);
    }
    void days_followed(domain::UtcTime now) { days_.followed(now); }

    void obeyed_by_signer(const Owner& owner) { owners_.obeyed_by_signer(owner); }
    void owner_refused(domain::UtcTime now) {
        facts_.fail("S10", domain::NodeNumber{}, "the owner of the commune is refused as if its place had been taken", now);
    }

    /// The controller's disk.
    void written(const Owner& owner, domain::UtcTime now) { owners_.written(owner, now); }
    /// To what it was hours ago: what was promised since is promised to nobody, and what nodes have done stays done (S20). `known`: what it
    /// still knows of.
    void database_restored(const std::vector<domain::Broadcast>& known, domain::UtcTime now);
    void disk_lost(const std::string& words, domain::UtcTime now) { facts_.fail("S7", domain::NodeNumber{}, words, now); }

    // A node's orders:
    void start_offered(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    void taken_without_clock(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    void booted(domain::NodeNumber node, bool clock_trusted, domain::UtcTime now) {
        clocks_.booted(node, clock_trusted, now), programmes_.booted(node, clock_trusted, now),
            orders_.booted(node, clock_trusted);
    }
    /// It knows the time now, or believes so, and did not before.
    void clock_attested(domain::NodeNumber node, domain::UtcTime now) { sounds_.clock_attested(node, now); }
    /// As ClockJudge.
    void clock_is(domain::NodeNumber node, std::optional<domain::Duration> error, domain::UtcTime now);
    /// While it ran, and it had known the time before.
    void clock_set(domain::NodeNumber node, domain::UtcTime now) { orders_.clock_set(node, now); }
    void node_joined(domain::NodeNumber node, std::uint64_t epoch, domain::UtcTime now) { owners_.joined(node, epoch, now); }
    /// It lies on its disk, to be obeyed.
    void grant_kept(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    /// It was told of it before, and is done with it.
    void offered_when_done(domain::NodeNumber node, domain::GrantId grant);
    void content_kept(domain::NodeNumber node, const domain::ContentHash& content, domain::UtcTime now) {
        programmes_.content_kept(node, content, now);
    }
    /// What the server's time says is called now, and the node's does not, is left to the node's.
    void call_asks_nobody(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    void emergency_received(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    /// S13: of something that had come before, or is not for this node.
    void copy_had_effect(domain::NodeNumber node, domain::UtcTime now) {
        facts_.fail("S13", node, "a copy of what was said before has an effect", now);
    }
    /// When to ask again, if it is not heard yet.
    std::optional<domain::UtcTime> emergency_due(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    /// It has those that hold now.
    void hours_taken(domain::NodeNumber node, domain::UtcTime now) { facts_.hours_taken.try_emplace(node, now); }
    void stop_received(domain::NodeNumber node, const domain::StopOrder& stop);
    void stop_obeyed(domain::NodeNumber node, const domain::StopOrder& stop, domain::UtcTime now) {
        stops_.obeyed(node, stop, now);
    }
    void quench_received(domain::NodeNumber node, std::optional<domain::BroadcastId> broadcast);
    void power_lost(domain::NodeNumber node, domain::UtcTime now);

    // A node's sound:
    void start_written(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now) {
        sounds_.start_written(node, grant, now);
        if (facts_.find(grant)) heard_.start_written({node, grant});
        emergencies_.start_written(node, grant);
        orders_.start_written(node, grant, now);
    }
    /// It goes on quietly beneath what is started next; or as loud as before.
    void sound_ducked(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    void sound_raised(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    /// The device was given one thing before it was told to stop the other.
    void told_to_sound_two(domain::NodeNumber node, domain::UtcTime now) {
        facts_.fail("S3", node, "the device is told to sound two things at once", now);
    }
    void sound_started(domain::NodeNumber node, const Sound& sound, domain::UtcTime now);
    /// Station, controller and line give this loudspeaker something of it to hear, or not.
    void relay_reaches(domain::NodeNumber node, domain::GrantId grant, bool is_heard, domain::UtcTime now);
    void sound_stopped(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    /// By itself, at the end of its content.
    void came_to_end(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    void device_faltered(domain::NodeNumber node, domain::GrantId grant, domain::Duration lost) {
        heard_.faltered(node, grant, lost);
    }
    /// True: an emergency that is due anew.
    bool device_failed(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    void finished(domain::NodeNumber node, domain::GrantId grant, domain::DeliveryState said, domain::UtcTime now);
    void silenced_by(domain::NodeNumber node, domain::GrantId grant, domain::DeliveryState said,
                     std::optional<domain::BroadcastId> by, domain::UtcTime now) {
        if (facts_.find(grant)) heard_.silenced_by({node, grant}, said, by, now);
    }
    void receipt_released(domain::NodeNumber node, std::uint64_t number, domain::UtcTime now) {
        deliveries_.receipt_released(node, number, now);
    }

    /// Looks at everything that sounds. `reachable`: nodes that were in contact with a running controller for 10 s.
    void sweep(const std::set<domain::NodeNumber>& reachable, domain::UtcTime now);
    void end(const std::vector<domain::Broadcast>& over, domain::UtcTime now) { deliveries_.end(over, now); }

    /// At the end of the run, when all is well.
    void look_whether_over(const domain::Broadcast& broadcast, domain::UtcTime now);
    /// L1 at any time: though the session is whole.
    void taken_for_lost(domain::NodeNumber node, domain::UtcTime now) {
        facts_.fail("L1", node, "the controller takes it for lost, though it is in contact", now);
    }
    /// L1, at its time after healing.
    void unconnected(domain::NodeNumber node, domain::UtcTime now);
    void outbox_not_empty(domain::NodeNumber node, domain::UtcTime now);
    /// L2 and L3 of everything that was due while all was well.
    void end_of_healing(const std::vector<domain::Broadcast>& due, domain::UtcTime now);

    const std::optional<Violation>& violation() const { return facts_.violation; }
    std::uint64_t sounds() const { return sounded_; }
    std::uint64_t finals() const { return deliveries_.finals(); }

private:
    void check_hours(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now) const;
    void complain(domain::NodeNumber node, const EmergencyJudge::Complaint& complaint, domain::UtcTime now);
    void silenced(domain::NodeNumber node, domain::GrantId emergency);
    void complain(const char* invariant, domain::NodeNumber node, const std::optional<std::string>& complaint,
                  domain::UtcTime now);
    bool hours_leave(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now) const;
    void judge_due(const domain::Broadcast& broadcast, const domain::Grant& grant, domain::UtcTime now);

    Facts facts_;
    SoundJudge sounds_{facts_};
    StopJudge stops_{facts_};
    DeliveryJudge deliveries_{facts_};
    HoursJudge hours_{facts_};
    DaysJudge days_{facts_};
    DuckingJudge ducking_{facts_};
    HeardJudge heard_{facts_};
    ProgrammeJudge programmes_{facts_};
    OwnerJudge owners_{facts_};
    ApprovalJudge approvals_{facts_};
    MembershipJudge memberships_{facts_};
    QueueJudge queues_{facts_};
    DrillJudge drills_{facts_};
    CorrectionJudge corrections_{facts_};
    ValidityJudge validities_{facts_};
    EmergencyJudge emergencies_;
    EmergencyOrderJudge orders_{facts_};
    ClockJudge clocks_{facts_};
    LivenessJudge liveness_;
    std::uint64_t sounded_ = 0;
    std::set<domain::BroadcastId> edited_;
};

}  // namespace village::simulation
