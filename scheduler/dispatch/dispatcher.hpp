// The controller's decider for one commune: what is signed, sent, started and stopped, and when. `handle(event, now)` gives the
// commands to perform, in order; it never waits, and the same events give the same commands. Single thread.
//
// Three things hold in any order of arrival: what was stopped is never sent (a grant that comes back from the signer after the
// STOP is thrown away, and stopped by name); nothing sounds before the end of an emergency's countdown; a node that joins gets
// its plan, the emergencies and live broadcasts on the air, and every STOP still in force.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "scheduler/dispatch/dispatch_events.hpp"

namespace village::dispatch {

struct DispatcherOptions {
    domain::Duration horizon = std::chrono::hours{7 * 24};            ///< How far ahead grants are signed and planned.
    domain::Duration stop_deadline = std::chrono::milliseconds{200};  ///< Then QUENCH.
    domain::Duration sign_retry = std::chrono::seconds{2};
    domain::Duration stop_retry = std::chrono::seconds{1};
    domain::Duration countdown_max = std::chrono::seconds{5};
    domain::Duration stream_lead = std::chrono::seconds{1};
    domain::Duration relay_lead = std::chrono::seconds{20};  ///< Another station has to answer and to be buffered first.
    /// How long after its planned end an interrupted item may still be finished.
    domain::Duration resume_room = std::chrono::minutes{30};
    domain::Duration plan_delay = std::chrono::milliseconds{200};  ///< Changes that come together make one plan.
    domain::Duration push_within = std::chrono::seconds{60};       ///< A broadcast this near is sent by START as well.
    /// Our clock may be so far ahead, and a loudspeaker may have none: a STOP stays in force for so much longer than what it ends.
    domain::Duration clock_doubt = std::chrono::hours{2};
    std::size_t plans_per_alarm = 1;    ///< Keeps one event short with 10,000 nodes.
    std::size_t broadcasts_max = 4096;  ///< Open ones; more of the calendar's are refused with Trouble (too_many_requests) ...
    std::size_t asked_for_max = 4352;   ///< ... and what a person asks for only beyond this one. Emergencies never are.
    std::size_t stops_max = 1024;       ///< In force; beyond this the oldest is no longer sent again.
};

class Dispatcher {
public:
    explicit Dispatcher(DispatcherOptions options = {});

    Commands handle(const Event& event, domain::UtcTime now);

    const domain::Broadcast* find(domain::BroadcastId id) const;
    const domain::NodeSet& connected() const { return connected_; }
    /// The moment of the last event.
    domain::UtcTime acted_at() const { return acted_at_; }
    /// It was here: it is over, or was taken back and its nodes were told.
    bool is_forgotten(domain::BroadcastId id) const { return over_.contains(id); }
    /// Where it was silenced, by whomever.
    domain::NodeSet stopped_nodes(domain::BroadcastId id) const;
    /// Taken back before it began: who wants it again wants another broadcast.
    bool was_withdrawn(domain::BroadcastId id) const;
    /// A relay of which nothing will be heard, because this program did not make its stream: another one may be planned for it.
    bool has_lost_its_stream(domain::BroadcastId id) const;
    /// The clock that called it over was ahead: it has been set back, and the moment is still to come.
    static bool is_over_too_early(const domain::Broadcast& broadcast, domain::UtcTime now);
    /// Everything not over, for the live view.
    std::vector<domain::BroadcastId> open_broadcasts() const;
    /// What is kept of a broadcast, for looking ahead. The pointers live until the next event.
    struct Known {
        const BroadcastOrder* order = nullptr;
        std::optional<domain::GrantId> signed_as;
        const domain::NodeSet* stopped_nodes = nullptr;
    };
    /// Every broadcast whose grant may still sound, over or not, by id.
    std::vector<Known> known() const;
    /// The signed grant, once the signer gave it.
    SharedGrant grant_of(domain::BroadcastId id) const;
    /// Whose grant this is; nothing for one that was never signed here or is long over.
    std::optional<domain::BroadcastId> broadcast_of(domain::GrantId grant) const;

private:
    /// A plan speaks of so much of the past, too.
    static constexpr std::chrono::hours plan_back{1};

    enum class AlarmKind : std::uint8_t {
        start,
        stream,
        missed,
        end,
        sign_again,
        forget,
        forget_over,
        plan,
        stop_overdue,
        stop_again,
        forget_stop
    };
    struct Alarm {
        domain::UtcTime when{};
        AlarmKind kind = AlarmKind::plan;
        domain::BroadcastId broadcast{};
        std::uint64_t ticket = 0;
        auto operator<=>(const Alarm&) const = default;
    };
    struct Entry {
        BroadcastOrder order;
        SharedGrant grant;
        bool pushed = false;                    ///< It was sent to a node: from now on silence needs a STOP.
        bool streaming = false;                 ///< StartStream was given and not yet taken back.
        bool lost_its_stream = false;           ///< Its keys ended with the program that made them.
        bool delayed = false;                   ///< Shares the air with another one: may go on until its grant ends.
        domain::NodeSet stopped_nodes;          ///< Where it was stopped while it goes on elsewhere.
        std::vector<domain::BroadcastId> ends;  ///< All-clear: what warned when it was called.

        domain::Broadcast& broadcast() { return order.broadcast; }
        const domain::Broadcast& broadcast() const { return order.broadcast; }
        bool is_over() const;
    };
    struct PendingStop {
        domain::StopOrder draft;
        domain::NodeSet nodes;
        std::vector<domain::BroadcastId> broadcasts;
        domain::UtcTime until{};
        bool quenched = false;
    };
    /// No signed STOP may name more grants than `StopOrder::grants_max`; one of an area names none.
    static std::vector<PendingStop> parts_of(PendingStop order);
    struct StandingStop {
        std::uint64_t ticket = 0;
        SharedStop stop;
        domain::NodeSet nodes;
        domain::UtcTime until{};
    };

    void on(const OccurrencesPlanned& event, domain::UtcTime now, Commands& out);
    void on(const BroadcastRequested& event, domain::UtcTime now, Commands& out);
    void on(const GrantSigned& event, domain::UtcTime now, Commands& out);
    void on(const SigningFailed& event, domain::UtcTime now, Commands& out);
    void on(const StopRequested& event, domain::UtcTime now, Commands& out);
    void on(const StopSigned& event, domain::UtcTime now, Commands& out);
    void on(const StopSigningFailed& event, domain::UtcTime now, Commands& out);
    void on(const CountdownCancelled& event, domain::UtcTime now, Commands& out);
    void on(const BroadcastFinished& event, domain::UtcTime now, Commands& out);
    void on(const NodeConnected& event, domain::UtcTime now, Commands& out);
    void on(const NodeLost& event, domain::UtcTime now, Commands& out);
    void on(const PlansWanted& event, domain::UtcTime now, Commands& out);
    void on(const ScheduleChanged& event, domain::UtcTime now, Commands& out);
    void on(const AlarmFired& event, domain::UtcTime now, Commands& out);
    void on(const Restored& event, domain::UtcTime now, Commands& out);

    // dispatcher.cpp: the life of a broadcast.
    Entry* entry(domain::BroadcastId id);
    bool has_room(std::size_t open_max) const;
    static bool is_over_by_clock(const domain::Broadcast& broadcast);
    domain::UtcTime forget_at(const Entry& entry) const;
    Entry* adopt(const BroadcastOrder& order, domain::BroadcastState state, std::size_t open_max, domain::UtcTime now,
                 Commands& out);
    void sign(const Entry& entry, domain::UtcTime now, Commands& out);
    void set_life_alarms(const Entry& entry);
    void keep_grant(Entry& entry, SharedGrant grant);
    void push(Entry& entry, const domain::NodeSet& nodes, Commands& out);
    void go_on_air(Entry& entry, domain::UtcTime now, Commands& out);
    domain::UtcTime stream_from(const domain::Broadcast& broadcast) const;
    void start_stream(Entry& entry, Commands& out);
    void note_shared_air(Entry& entry);
    static bool share_the_air(const Entry& one, const Entry& other);
    void end(Entry& entry, domain::BroadcastState state, domain::UtcTime now, Commands& out);
    void miss(Entry& entry, const std::string& reason, domain::UtcTime now, Commands& out);
    void take_up_again(Entry& entry, domain::UtcTime now, Commands& out);

    // restoring.cpp: after a restart.
    void restore(const Restored::Item& item, const std::vector<SharedStop>& stops, domain::UtcTime now, Commands& out);

    // contradictions.cpp: what may not be heard beside what.
    std::vector<domain::BroadcastId> what_warns_at(const domain::NodeSet& nodes) const;
    void end_what_is_contradicted(const Entry& entry, domain::UtcTime now, Commands& out);

    // stops.cpp: silence.
    void stop_area(const StopRequested& event, domain::UtcTime now, Commands& out);
    std::vector<domain::BroadcastId> with_rest_of_programmes(std::vector<domain::BroadcastId> broadcasts,
                                                             domain::UtcTime begun_by) const;
    static void withdraw(Entry& entry);
    void forget_withdrawn(domain::BroadcastId id);
    static void note_who_stopped(Entry& entry, const std::string& by);
    static void note_persons_stop(Entry& entry, const domain::NodeSet& area, Commands& out);
    std::vector<domain::BroadcastId> with_stand_ins(std::vector<domain::BroadcastId> broadcasts) const;
    void stop_entry(Entry& entry, const domain::NodeSet& nodes, const std::string& reason, PendingStop& order,
                    domain::UtcTime now, Commands& out);
    void request_stop(PendingStop order, domain::UtcTime now, Commands& out);
    void quench(PendingStop& stop, Commands& out);
    /// Also for a node that joins while the signer is silent: what sounds there may be newer than the STOP, so only what it means.
    static void quench_by_name(const PendingStop& stop, const domain::NodeSet& nodes, Commands& out);
    void ask_again_for_stop(std::uint64_t ticket, domain::UtcTime now, Commands& out);

    // plans.cpp: what nodes are told beforehand, and what a node that joins is told at once.
    void plans_changed(const domain::NodeSet& nodes, domain::UtcTime now);
    void send_due_plans(domain::UtcTime now, Commands& out);
    void send_plan(domain::NodeNumber node, domain::UtcTime now, Commands& out);
    void send_running(domain::NodeNumber node, Commands& out);

    // alarms.cpp
    void set_alarm(domain::UtcTime when, AlarmKind kind, domain::BroadcastId broadcast, std::uint64_t ticket = 0);
    void fire(const Alarm& alarm, domain::UtcTime now, Commands& out);
    void fire_for(Entry& entry, AlarmKind kind, domain::UtcTime now, Commands& out);
    void ask_for_alarm(Commands& out);
    void forget(domain::BroadcastId id);

    DispatcherOptions options_;
    std::unordered_map<domain::BroadcastId, Entry> entries_;  ///< Until the grant ends, so that it can be stopped.
    std::size_t open_ = 0;                                    ///< Of them those that are not over.
    struct Signed {
        std::uint64_t sequence = 0;
        Entry* entry = nullptr;
    };
    std::vector<Signed> by_sequence_;  ///< The signed ones, in the order a plan names them.
    /// Forgotten ones: planned again, they are not new.
    enum class Over : std::uint8_t { truly, by_clock, withdrawn };
    std::unordered_map<domain::BroadcastId, Over> over_;
    domain::NodeSet connected_;
    domain::NodeSet plan_due_;  ///< Connected nodes whose plan changed and was not sent yet.
    bool plan_alarm_set_ = false;
    std::map<std::uint64_t, PendingStop> pending_stops_;
    std::vector<StandingStop> standing_stops_;
    std::uint64_t next_ticket_ = 1;
    std::uint64_t highest_sequence_ = 0;
    std::set<Alarm> alarms_;
    std::optional<domain::UtcTime> alarm_set_;
    domain::UtcTime acted_at_{};
};

}  // namespace village::dispatch
