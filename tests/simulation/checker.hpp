// The judge: looks at what really sounded and what was written down, never at who called what. Speaks of the invariants
// of goals.md by their names (S1, S2, S3, S4, S6, S7, S23, L1, L2, L3). The first violation of a run is kept with its time and
// words.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "scheduler/dispatch/player_events.hpp"
#include "scheduler/domain/hours.hpp"
#include "tests/simulation/emergency_judge.hpp"
#include "tests/simulation/liveness_judge.hpp"

namespace village::simulation {

/// What leaves a loudspeaker.
struct Sound {
    domain::GrantId grant;
    std::optional<domain::ContentHash> content;  ///< Empty: a stream.
    domain::Duration position{};
};

class Checker {
public:
    /// The longest time between the wish and the first sample.
    static constexpr std::chrono::milliseconds device_latency_max{60};

    Checker(domain::HoursPolicy hours, Situations& situations)
        : hours_(std::move(hours)), situations_(situations), emergencies_(situations), liveness_(situations) {}

    // What happened, in true time. The signer and the controller:
    void issued(const domain::Grant& grant) { issued_.emplace(grant.id, grant), grant_of_.emplace(grant.broadcast, grant.id); }
    /// The operator saw "stopped" or "cancelled": it is on the disk.
    void stop_promised(const domain::Broadcast& broadcast, domain::UtcTime now);
    void controller_sends(domain::BroadcastId broadcast, domain::UtcTime now);
    void controller_started(domain::UtcTime now) { liveness_.controller_up(now); }
    void controller_died(domain::UtcTime now) { ++controller_life_, liveness_.controller_down(now); }
    void on_air(domain::BroadcastId broadcast, domain::UtcTime now) { liveness_.on_air(broadcast, now); }
    void delivery_stored(const domain::Delivery& delivery, domain::UtcTime now);
    void receipt_counted(domain::NodeNumber node, std::uint64_t number, domain::UtcTime now);

    // A node's orders:
    void start_offered(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    /// It cannot know how late it is: see `window`.
    void taken_without_clock(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    void clock_attested(domain::NodeNumber node);
    void emergency_received(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    /// When to ask again, if it is not heard yet.
    std::optional<domain::UtcTime> emergency_due(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    /// It lies on the node's disk.
    void stop_received(domain::NodeNumber node, const domain::StopOrder& stop);
    void stop_obeyed(domain::NodeNumber node, const domain::StopOrder& stop, domain::UtcTime now);
    void quench_received(domain::NodeNumber node, std::optional<domain::BroadcastId> broadcast);
    void power_lost(domain::NodeNumber node, domain::UtcTime now);

    // A node's sound:
    /// "Started" lies on the disk.
    void start_written(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    void sound_started(domain::NodeNumber node, const Sound& sound, domain::UtcTime now);
    void sound_stopped(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    /// True: an emergency that is due anew.
    bool device_failed(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now) {
        return emergencies_.broke_off(node, grant, now);
    }
    void finished(domain::NodeNumber node, domain::GrantId grant, domain::DeliveryState said, domain::UtcTime now);
    void receipt_released(domain::NodeNumber node, std::uint64_t number, domain::UtcTime now);

    /// Looks at everything that sounds. `reachable`: nodes that were in contact with a running controller for 10 s.
    void sweep(const std::set<domain::NodeNumber>& reachable, domain::UtcTime now);
    /// After healing: every delivery of what is over has a final state, and the one its node said.
    void end(const std::vector<domain::Broadcast>& over, domain::UtcTime now);

    /// L1, at its time after healing.
    void unconnected(domain::NodeNumber node, domain::UtcTime now);
    void outbox_not_empty(domain::NodeNumber node, domain::UtcTime now);
    /// L2 and L3 of everything that was due while all was well.
    void end_of_healing(const std::vector<domain::Broadcast>& due, domain::UtcTime now);

    struct Violation {
        std::string invariant;
        std::string words;
        domain::UtcTime at{};
    };
    const std::optional<Violation>& violation() const { return violation_; }
    std::uint64_t sounds() const { return sounds_; }
    std::uint64_t finals() const { return finals_; }

private:
    using OnNode = std::pair<domain::NodeNumber, domain::GrantId>;
    struct Window {
        domain::UtcTime not_before{};
        domain::UtcTime start_by{};
        domain::UtcTime not_after{};
    };
    struct Starts {
        std::uint32_t count = 0;
        std::uint32_t first_life = 0;  ///< Of the node, at the first one ...
        std::uint32_t life = 0;        ///< ... and at the last one.
        bool heard = false;            ///< A sample of it was.
    };
    struct Segment {
        domain::GrantId grant;
        domain::UtcTime since{};
    };
    struct Promise {
        domain::UtcTime at{};
        std::uint32_t controller_life = 0;
        bool never = false;  ///< It was cancelled before anything was sent.
    };

    void fail(const char* invariant, domain::NodeNumber node, std::string words, domain::UtcTime now);
    void complain(domain::NodeNumber node, const EmergencyJudge::Complaint& complaint, domain::UtcTime now);
    Window window(domain::NodeNumber node, const domain::Grant& grant) const;
    void check_start(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    void check_covered(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    bool is_quiet(domain::UtcTime time) const;
    /// Of everything ever issued: what this STOP ends at this node.
    std::vector<domain::GrantId> ended_by(const domain::StopOrder& stop, domain::NodeNumber node) const;
    void check_hours(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    void check_content(domain::NodeNumber node, const domain::Grant& grant, const Sound& sound, domain::UtcTime now);
    void check_promise(domain::NodeNumber node, domain::BroadcastId broadcast, domain::UtcTime now);
    void note_break_in(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    void note_going_on(domain::NodeNumber node, const domain::Grant& grant);

    domain::HoursPolicy hours_;
    Situations& situations_;
    EmergencyJudge emergencies_;
    LivenessJudge liveness_;
    std::map<domain::BroadcastId, domain::GrantId> grant_of_;
    std::map<domain::GrantId, domain::Grant> issued_;
    std::map<domain::NodeNumber, std::uint32_t> lives_;
    std::map<domain::NodeNumber, Segment> sounding_;
    std::map<domain::NodeNumber, Segment> last_sounded_;  ///< `since`: since when it does not.
    struct Pass {
        domain::Duration sounded{};
        domain::Duration reached{};  ///< In the content.
    };
    std::map<OnNode, Pass> passes_;
    std::map<OnNode, Starts> starts_;
    std::map<OnNode, domain::UtcTime> taken_without_clock_;
    std::set<OnNode> finished_;
    std::map<std::pair<domain::NodeNumber, domain::BroadcastId>, domain::DeliveryState> said_;
    std::map<OnNode, std::uint32_t> stopped_;  ///< In which life of the node the STOP came.
    std::set<OnNode> offered_;
    std::map<domain::BroadcastId, Promise> promised_;
    std::uint32_t controller_life_ = 0;
    std::map<std::pair<domain::BroadcastId, domain::NodeNumber>, domain::DeliveryState> stored_;
    std::set<std::pair<domain::NodeNumber, std::uint64_t>> counted_;
    std::optional<Violation> violation_;
    std::uint64_t sounds_ = 0;
    std::uint64_t finals_ = 0;
};

}  // namespace village::simulation
