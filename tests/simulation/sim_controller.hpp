// The controller of the simulation: the real Dispatcher and Tracker, around them a loop that performs their commands on
// the simulated signer, store and lines, and that can be killed and restarted at any moment.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "scheduler/delivery/hearers.hpp"
#include "scheduler/delivery/tracker.hpp"
#include "scheduler/dispatch/dispatcher.hpp"
#include "tests/simulation/controller_store.hpp"
#include "tests/simulation/programme_planning.hpp"
#include "tests/simulation/sim_node.hpp"

namespace village::simulation {

/// What of a schedule is wanted now, and where.
struct WantedSchedule {
    domain::ScheduleId id;
    const calendar::Expander& rule;
    /// Of these nodes, those at which it does not fall away.
    std::function<domain::NodeSet(const domain::Occurrence&, const domain::NodeSet&)> where_it_sounds;
};

/// What begins within this time is running, to a person who presses STOP.
inline constexpr std::chrono::seconds lead_of_stop{3};

class SimController final : public ControllerEar {
public:
    SimController(Surroundings& world, ControllerStore& store, Random random);
    void knows(std::vector<std::unique_ptr<SimNode>>& nodes) { nodes_ = &nodes; }

    void boot();
    void crash();
    /// Another one has taken its place, and it does not know that. `asks_for_epochs`: as this release does when a node joins.
    void lose_the_commune(bool asks_for_epochs);
    /// The signer obeys another one: it changes nothing any more, and still stops and calls emergencies.
    std::function<void()> on_given_up;
    /// How far it is from the true time.
    void set_clock(domain::Duration offset);
    bool is_up() const { return dispatcher_ != nullptr; }
    domain::UtcTime up_since() const { return up_since_; }
    std::vector<domain::BroadcastId> open_broadcasts() const {
        return dispatcher_ ? dispatcher_->open_broadcasts() : std::vector<domain::BroadcastId>{};
    }
    bool is_connected(domain::NodeNumber node) const { return dispatcher_ && dispatcher_->connected().contains(node); }
    const domain::Broadcast* find(domain::BroadcastId id) const { return dispatcher_ ? dispatcher_->find(id) : nullptr; }

    // The operator.
    void plan(std::vector<dispatch::BroadcastOrder> orders);
    void plan_programme(const WantedProgramme& wanted);
    void request(dispatch::BroadcastOrder order, domain::Duration countdown);
    void stop(const dispatch::StopRequested& stop);
    /// What began not long ago and may have been wrong.
    std::vector<domain::BroadcastId> correctable() const;
    /// Who sounded this one, and no correction of it since.
    domain::NodeSet to_be_corrected(domain::BroadcastId wrong) const;
    /// And what it corrects ends where it still sounds.
    void correct(dispatch::BroadcastOrder correction);
    void cancel_countdown(domain::BroadcastId id);
    void cancel_schedule(domain::ScheduleId id);
    /// Takes back what is planned of it and wanted no more: an edit, or a special day.
    void follow_schedule(const WantedSchedule& wanted);
    /// What was planned just now goes by the special days as they are.
    void has_followed_the_days();
    /// Of hamlets, or the special days that they are for.
    void tell_profiles();
    /// It was refused or withdrawn, or holds at other times: what of it may not sound is taken back.
    void follow_announcement(domain::AnnouncementId announcement);
    void stream_ended(domain::BroadcastId id);
    /// The signer is to know of it before anything is signed by it.
    void rules_changed();
    /// What it alone permitted and has not begun is stopped.
    void surge_ended(const domain::SurgePeriod& period);

    // The lines.
    /// What a node answered in this life of the controller comes again.
    void take_copy_of_answer(Random& random);
    void node_connected(domain::NodeNumber node);
    /// What it makes of a Hello with this epoch: false, no session.
    bool welcomes(std::uint64_t epoch);
    std::uint64_t owner_epoch() const { return store_.owner().epoch; }
    void node_lost(domain::NodeNumber node) override;
    std::optional<domain::UtcTime> attested_time() override;
    bool sends(domain::BroadcastId id) const override { return streaming_.contains(id); }
    void acknowledged(domain::NodeNumber node, domain::GrantId grant) override;
    void refused(domain::NodeNumber node, domain::GrantId grant, const domain::Error& why) override;
    void fetched(domain::NodeNumber node, const domain::ContentHash& content) override;
    void started(domain::NodeNumber node, domain::GrantId grant) override;
    void receipt(const domain::PlaybackReceipt& receipt) override;
    void status(domain::NodeNumber node, std::uint64_t last_receipt) override;
    /// While it is up.
    planning::Known known() const { return {*dispatcher_, *tracker_, now()}; }

private:
    using Done = ControllerStore::Done;
    void handle(const dispatch::Event& event);
    /// What somebody wants: of what else ends by a STOP the judges ask who wanted that.
    void wish(const dispatch::StopRequested& stop);
    void wish(dispatch::ScheduleChanged changed);
    /// Plant `dead_relay_is_stopped`.
    void stop_dead_relays();
    void perform(const dispatch::SignGrant& command) { sign(command.draft, {}); }
    void perform(const dispatch::SignEmergency& command) { sign(command.draft, command.intent.officer); }
    void perform(const dispatch::SignStop& command);
    void perform(const dispatch::SendPlan& command);
    void perform(const dispatch::SendStart& command);
    void perform(const dispatch::SendStop& command);
    void perform(const dispatch::Quench& command);
    void perform(const dispatch::Wake&) {}
    void perform(const dispatch::StartStream& command) { streaming_.insert(command.grant->grant.broadcast); }
    void perform(const dispatch::StopStream& command);
    void perform(const dispatch::SetAlarm& command);
    void perform(const dispatch::BroadcastChanged& command);
    void perform(const dispatch::MarkDeliveries& command);
    void perform(const dispatch::EndedByAnother&) {}
    void perform(const dispatch::Trouble&) {}
    /// Into the session that the controller believes in.
    void tell(SimNode& node, std::function<void()> arrive);
    void meet_signer();
    void note_lost_relays() const;
    /// Plant `members_asked_again`.
    void ask_again_for_members(dispatch::Restored& restored) const;
    void refused_by_signer();
    void note_taken_back(const domain::Broadcast& broadcast, Situation what);
    void tell_profile(SimNode& target);
    void has_followed(domain::AnnouncementId announcement);
    void note_persons_stop(const dispatch::StopRequested& stop);
    delivery::Hearers hearers_of(const domain::Broadcast& broadcast) const;
    /// `officer`: who called it.
    void sign(const domain::Grant& draft, std::optional<domain::OperatorId> officer);
    /// But for a plant, what was decided.
    domain::Grant as_asked_for(domain::Grant draft) const;
    void signed_as(domain::BroadcastId id, const Owner& asking, const domain::Result<domain::SignedGrant>& answer);
    void record(const domain::Grant& grant);
    void record_answer(std::function<void()> again);
    bool has_something_on_air() const;
    dispatch::DispatcherOptions options() const;
    void silence_stream(domain::BroadcastId id);
    void follow(const delivery::Changes& changes, Done done = {});
    void tick();
    domain::UtcTime now() const { return world_.clockwork.now() + clock_offset_; }
    void wait_for_alarm(domain::UtcTime when, std::uint64_t serial);
    SimNode& node(domain::NodeNumber number) { return *nodes_->at(number.value - 1u); }
    std::optional<domain::BroadcastId> broadcast_of(domain::GrantId grant) const;
    void later(domain::Duration delay, std::function<void()> what);

    Surroundings& world_;
    ControllerStore& store_;
    Random random_;
    std::vector<std::unique_ptr<SimNode>>* nodes_ = nullptr;
    std::unique_ptr<dispatch::Dispatcher> dispatcher_;
    std::unique_ptr<delivery::Tracker> tracker_;
    std::map<domain::BroadcastId, dispatch::BroadcastOrder> orders_;
    std::map<domain::GrantId, domain::BroadcastId> grants_;
    std::set<std::pair<domain::GrantId, domain::NodeNumber>> acknowledged_;
    std::set<domain::BroadcastId> streaming_;
    std::map<domain::ScheduleId, std::uint64_t> plannings_;  ///< How often each one was planned.
    std::deque<std::function<void()>> answers_;              ///< The newest ones.
    bool takes_copy_ = false;
    std::set<domain::GrantId> recorded_;  ///< By whoever listens on the line.
    std::uint32_t life_ = 0;
    bool owns_ = true;  ///< In truth. What one that does not believes is promised to nobody.
    bool asks_for_epochs_ = true;
    bool is_obeyed_ = false;  ///< The signer has answered to this life.
    bool gave_up_ = false;
    std::uint64_t alarm_serial_ = 0;
    domain::UtcTime up_since_{};
    domain::Duration clock_offset_{};
};

}  // namespace village::simulation
