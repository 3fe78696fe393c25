// What one loudspeaker sounds now: the arbiter of everything it was granted. The node runs it, with the line up or dead; the
// controller can run it to see ahead; the simulation runs hundreds. Pure and single-threaded; owns nothing but its memory.
//
// Total order: higher priority first, of one priority the all-clear first, then earlier planned start, then smaller grant id. A higher
// priority takes the loudspeaker at once, as the all-clear does from its own; an equal one waits for its end (until its own start_by).
// Between emergencies the higher issuer level sounds at once, of one level the newest; then they take turns: the one whose
// repetition is due first. What declared so goes on beneath what interrupts it, one item at most. What stands in for another
// broadcast is silent as long as that one can sound, and takes the loudspeaker while it cannot.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "scheduler/dispatch/player_events.hpp"
#include "scheduler/dispatch/player_item.hpp"
#include "scheduler/policy/check_grant.hpp"

namespace village::dispatch {

struct PlayerOptions {
    domain::NodeNumber node;
    domain::HoursPolicy hours;
    bool clock_trusted = false;
    policy::DurationCaps caps{};
    /// An idle node is told this much ahead, so that the device can place the first sample exactly.
    domain::Duration lead = std::chrono::milliseconds{250};
    /// The device's first sample comes at most this long after it was told: what can no longer sound by its start_by is missed.
    domain::Duration device_latency = std::chrono::milliseconds{60};
    /// Seven days of 40 items and room. A full plan lets go of what waits with the lowest priority, of one priority of what begins last,
    /// for what has a higher one (missed, "plan_full"); all else is refused (too_many_requests), but for what is called.
    std::size_t plan_max = 2048;
    std::size_t done_max = 8192;  ///< Finished grants remembered; those that ended longest ago go first.
};

/// What the node's disk gives back at boot. Grants come afterwards, as GrantTaken with `in_live_session` false.
struct PlayerMemory {
    std::vector<PlayerRecord> records;
    std::vector<domain::StopOrder> stops;
    policy::SequenceWindow::Saved sequences;
    std::uint64_t plan_policy_epoch = 0;
    std::uint64_t plan_issuer_sequence = 0;
    std::vector<domain::ContentHash> content;  ///< Complete and verified in the cache.
};

class NodePlayer {
public:
    explicit NodePlayer(PlayerOptions options);
    NodePlayer(PlayerOptions options, const PlayerMemory& memory);

    PlayerCommands handle(const PlayerEvent& event, domain::UtcTime now);

    /// The grant that holds the loudspeaker, sounding or in the pause before its repetition.
    std::optional<domain::GrantId> current() const { return current_; }
    bool is_sounding() const;
    bool clock_trusted() const { return options_.clock_trusted; }
    std::size_t item_count() const { return items_.size(); }
    std::size_t done_count() const { return done_.size(); }
    bool knows(domain::GrantId grant) const { return items_.contains(grant); }
    bool is_done(domain::GrantId grant) const { return done_.contains(grant); }
    const domain::Grant* find(domain::GrantId grant) const;
    const policy::SequenceWindow& sequences() const { return sequences_; }
    const policy::Tombstones& tombstones() const { return tombstones_; }

private:
    struct Done {
        domain::UtcTime known_until{};
        domain::BroadcastId broadcast;
        bool settled = false;
    };

    void on(const GrantTaken& event, domain::UtcTime now, PlayerCommands& out);
    void on(const StopTaken& event, domain::UtcTime now, PlayerCommands& out);
    void on(const PlanTaken& event, domain::UtcTime now, PlayerCommands& out);
    void on(const Quenched& event, domain::UtcTime now, PlayerCommands& out);
    void on(const Dismissed& event, domain::UtcTime now, PlayerCommands& out);
    void on(const ContentReady& event, domain::UtcTime now, PlayerCommands& out);
    void on(const ContentLost& event, domain::UtcTime now, PlayerCommands& out);
    void on(const SoundEnded& event, domain::UtcTime now, PlayerCommands& out);
    void on(const StreamHeard& event, domain::UtcTime now, PlayerCommands& out);
    void on(const SoundFailed& event, domain::UtcTime now, PlayerCommands& out);
    void on(const ClockTrust& event, domain::UtcTime now, PlayerCommands& out);
    void on(const ClockStepped& event, domain::UtcTime now, PlayerCommands& out);
    void on(const PolicyTaken& event, domain::UtcTime now, PlayerCommands& out);
    void on(const Woken& event, domain::UtcTime now, PlayerCommands& out);

    // node_player.cpp: what was granted, stopped, finished; node_player_reports.cpp: what the node itself reports.
    static bool waits_for_its_time(const PlayerItem& item, domain::UtcTime now);
    bool is_fresh(const PlayerItem& item) const;
    bool only_the_hours_forbid(const PlayerItem& item, domain::UtcTime now) const;
    policy::GrantContext context(const PlayerItem& item, domain::UtcTime now) const;
    void judge(PlayerItem item, domain::UtcTime now, PlayerCommands& out);
    bool goes_by_another_clock(const PlayerItem& item, const domain::Status& verdict, domain::UtcTime now) const;
    void ask_before_judging(PlayerItem item, domain::UtcTime now, PlayerCommands& out);
    template <class Which>
    void judge_those(Which&& which, domain::UtcTime now, PlayerCommands& out);
    void keep(PlayerItem item, domain::UtcTime now, PlayerCommands& out);
    bool has_room_for(const PlayerItem& item, domain::UtcTime now, PlayerCommands& out);
    void recall(PlayerItem& item);
    void call_by_the_moment(domain::UtcTime now);
    static void anchor(PlayerItem& item, domain::UtcTime now);
    void wait_for_sound(PlayerItem& item, PlayerCommands& out);
    /// What the hours that hold leave of it: nothing at all, or until when.
    void apply_hours(PlayerItem& item, domain::UtcTime now) const;
    std::optional<domain::UtcTime> hours_end_of(const domain::Grant& grant, domain::UtcTime from) const;
    void stop(domain::GrantId id, const char* reason, domain::UtcTime now, PlayerCommands& out);
    void conclude(PlayerItem& item, const char* reason, domain::UtcTime now, PlayerCommands& out);
    void finish(const PlayerItem& item, domain::ReceiptOutcome outcome, std::string reason, domain::UtcTime now,
                PlayerCommands& out);
    void keep_done_within_room();
    void forget_done(domain::UtcTime now);

    // stand_ins.cpp: who fills in for whom.
    bool is_needed(const PlayerItem& stand_in, domain::UtcTime now) const;
    bool is_settled(domain::BroadcastId broadcast) const;
    static bool was_not_needed(const PlayerItem& item, domain::UtcTime now);
    void count_wanted(domain::UtcTime now);
    bool has_stand_in(const PlayerItem& item) const;
    bool has_its_turn(const PlayerItem& item, domain::UtcTime now) const;
    static bool may_take_from(const PlayerItem& holder, const PlayerItem& item, domain::UtcTime now);
    void change_over(PlayerItem& item, domain::UtcTime now, PlayerCommands& out);
    void end_stand_ins(const PlayerItem& named, const char* reason, domain::UtcTime now, PlayerCommands& out);
    bool begin_stand_in_again(PlayerItem& item, domain::UtcTime now, PlayerCommands& out);

    // ducking.cpp: what goes on quietly beneath what interrupted it.
    static bool goes_beneath(const PlayerItem& item, const PlayerItem& by);
    static bool bears_company(const PlayerItem& item);
    void duck(PlayerItem& item, const PlayerItem& by, domain::UtcTime now, PlayerCommands& out);
    void raise(PlayerItem& item, PlayerCommands& out);
    void silence_ducked(const PlayerItem& by, domain::UtcTime now, PlayerCommands& out);

    // arbitration.cpp: who holds the loudspeaker.
    void arbitrate(domain::UtcTime now, PlayerCommands& out);
    void end_what_is_over(domain::UtcTime now, PlayerCommands& out);
    void end_if_over(PlayerItem& item, domain::UtcTime now, PlayerCommands& out);
    bool is_too_late(const PlayerItem& item, domain::UtcTime now) const;
    bool is_ready(const PlayerItem& item, domain::UtcTime by) const;
    bool has_sound(const PlayerItem& item) const { return item.grant.stream || content_.contains(*item.grant.content); }
    bool was_heard(const PlayerItem& item, domain::UtcTime now) const;
    bool emergency_holds() const;
    PlayerItem* choose(domain::UtcTime now);
    PlayerItem* choose_emergency(domain::UtcTime now);
    bool is_over_unheard(PlayerItem& item, domain::UtcTime now, PlayerCommands& out);
    void start(PlayerItem& item, domain::UtcTime now, PlayerCommands& out);
    void interrupt(PlayerItem& item, const PlayerItem& by, domain::UtcTime now, PlayerCommands& out);
    void silence(PlayerItem& item, domain::UtcTime now, PlayerCommands& out);
    void end_pass(PlayerItem& item, domain::UtcTime now, PlayerCommands& out);
    static bool may_begin_again(const PlayerItem& item, domain::UtcTime now);
    static void begin_again(PlayerItem& item, domain::UtcTime now, PlayerCommands& out);
    void mark_waiting(domain::UtcTime now);
    void set_wake(domain::UtcTime now, PlayerCommands& out);
    PlayerItem* current_item();
    PlayerItem* heard_item(domain::GrantId grant);

    PlayerOptions options_;
    policy::SequenceWindow sequences_;
    policy::Tombstones tombstones_;
    std::uint64_t plan_epoch_ = 0;
    std::uint64_t plan_sequence_ = 0;
    std::set<domain::ContentHash> content_;
    std::map<domain::GrantId, PlayerRecord> remembered_;  ///< From the disk, until the grant itself comes back.
    std::map<domain::GrantId, PlayerItem> items_;
    std::map<domain::GrantId, Done> done_;
    std::optional<domain::GrantId> current_;
    std::optional<domain::UtcTime> wake_;
};

}  // namespace village::dispatch
