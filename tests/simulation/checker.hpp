// The judge: looks at what really sounded and what was written down, never at who called what. Speaks of the invariants of
// goals.md by their names (S1, S2, S3, S4, S6, S7, S23). The first violation of a run is kept with its time and words.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "scheduler/dispatch/player_events.hpp"
#include "scheduler/domain/broadcast.hpp"
#include "scheduler/domain/grant.hpp"
#include "scheduler/domain/hours.hpp"

namespace village::simulation {

class Checker {
public:
    explicit Checker(domain::HoursPolicy hours) : hours_(std::move(hours)) {}

    // What happened, in true time.
    void issued(const domain::Grant& grant) { issued_.emplace(grant.id, grant); }
    void sound_started(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    /// "Started" lies on the disk; if the power goes before the first sample, the node goes on with it as one that had begun.
    void start_written(domain::NodeNumber node, domain::GrantId grant) { ++starts_[{node, grant}]; }
    void sound_stopped(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    void finished(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    void stop_received(domain::NodeNumber node, const domain::StopOrder& stop, domain::UtcTime now);
    /// The grant was taken by a running node that has its audio: from now on S4 holds.
    void emergency_received(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    /// Then it may begin after its end, because the node cannot know; it still lasts no longer than max_duration.
    void taken_without_clock(domain::NodeNumber node, domain::GrantId grant) { without_clock_.insert({node, grant}); }
    void emergency_due(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    void node_crashed(domain::NodeNumber node, domain::UtcTime now);
    /// The operator saw "stopped" or "cancelled": it is on the disk.
    void stop_promised(const domain::Broadcast& broadcast, domain::UtcTime now);
    void controller_sends(domain::BroadcastId broadcast, domain::UtcTime now);
    void delivery_stored(const domain::Delivery& delivery, domain::UtcTime now);
    void receipt_counted(domain::NodeNumber node, std::uint64_t number, domain::UtcTime now);

    /// Looks at everything that sounds. `reachable`: nodes that were in contact with a running controller for 10 s.
    void sweep(const std::set<domain::NodeNumber>& reachable, domain::UtcTime now);
    /// After healing: every delivery of what is over has a final state.
    void end(const std::vector<domain::Broadcast>& over, domain::UtcTime now);

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
    struct Emergency {
        domain::Priority priority = domain::Priority::emergency;
        domain::UtcTime begins_at{};
        bool sounded = false;
    };
    struct Sounding {
        domain::GrantId grant;
        domain::UtcTime since{};
    };
    void fail(const char* invariant, domain::NodeNumber node, std::string words, domain::UtcTime now);
    void check_covered(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    void check_hours(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    void check_not_below_emergency(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    bool is_stopped(domain::NodeNumber node, const domain::Grant& grant) const;

    domain::HoursPolicy hours_;
    std::map<domain::GrantId, domain::Grant> issued_;
    std::map<domain::NodeNumber, Sounding> sounding_;
    std::map<OnNode, domain::Duration> sounded_;
    std::map<OnNode, std::uint32_t> starts_;
    std::set<OnNode> finished_;
    std::set<std::pair<domain::NodeNumber, domain::BroadcastId>> broadcasts_finished_;
    std::set<OnNode> stopped_;
    std::set<OnNode> without_clock_;
    std::map<domain::NodeNumber, std::map<domain::GrantId, Emergency>> emergencies_;
    std::map<domain::BroadcastId, domain::UtcTime> promised_silent_;
    std::set<domain::BroadcastId> promised_never_;
    std::map<std::pair<domain::BroadcastId, domain::NodeNumber>, domain::DeliveryState> stored_;
    std::set<std::pair<domain::NodeNumber, std::uint64_t>> counted_;
    std::optional<Violation> violation_;
    std::uint64_t sounds_ = 0;
    std::uint64_t finals_ = 0;
};

}  // namespace village::simulation
