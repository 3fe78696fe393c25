// What all judges of a run know: what the signer issued, what sounds where, which node has been restarted how often, and what was
// broken first. In true time; nobody under test sees it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "scheduler/domain/grant.hpp"
#include "scheduler/domain/hours.hpp"
#include "tests/simulation/situations.hpp"

namespace village::simulation {

/// How wrong a trusted clock may be.
inline constexpr std::chrono::milliseconds clock_error_max{20};
/// What a loudspeaker may still sound of what had left its node.
inline constexpr std::chrono::seconds ring_out{1};
/// The longest time between the wish and the first sample.
inline constexpr std::chrono::milliseconds device_latency_max{60};

/// What leaves a loudspeaker.
struct Sound {
    domain::GrantId grant;
    std::optional<domain::ContentHash> content;  ///< Empty: a stream.
    domain::Duration position{};
    bool is_beneath = false;  ///< It was told to be quiet before its first sample.
};

struct Violation {
    std::string invariant;
    std::string words;
    domain::UtcTime at{};
};

using OnNode = std::pair<domain::NodeNumber, domain::GrantId>;

struct Facts {
    struct Segment {
        domain::UtcTime since{};
        bool is_beneath = false;  ///< Goes on quietly beneath something louder.
    };

    domain::HoursPolicy hours;
    Situations& situations;
    std::map<domain::GrantId, domain::Grant> issued;
    std::map<domain::BroadcastId, domain::GrantId> grant_of;
    std::map<domain::NodeNumber, std::uint32_t> lives;
    std::map<OnNode, Segment> sounding;
    std::set<OnNode> finished;
    std::map<std::pair<domain::NodeNumber, domain::BroadcastId>, domain::DeliveryState> said;  ///< In receipts.
    bool controller_clock_is_wrong = false;
    domain::UtcTime controller_clock_right_since{};
    std::set<domain::BroadcastId> ended_by_wrong_clock;  ///< The controller took it for over, and it is not.
    bool database_was_restored = false;
    std::set<domain::BroadcastId> forgotten;  ///< Signed before the database was put back to a time before that.
    std::optional<Violation> violation;

    const domain::Grant* find(domain::GrantId grant) const;
    /// All that sounds at one loudspeaker: what is beneath, too.
    std::vector<domain::GrantId> heard_at(domain::NodeNumber node) const;
    std::optional<domain::GrantId> loud_at(domain::NodeNumber node) const;
    std::optional<domain::GrantId> beneath_at(domain::NodeNumber node) const;
    /// What is staggered, with the times of this node's own pass.
    static domain::Grant at_node(domain::Grant grant, domain::NodeNumber node);
    /// On the wall clock of the commune.
    std::uint16_t minute_of_day(domain::UtcTime time) const;
    bool is_quiet(domain::UtcTime time) const { return hours.quiet.contains(minute_of_day(time)); }
    /// Only the first one is kept: what comes after may follow from it.
    void fail(const char* invariant, domain::NodeNumber node, const std::string& words, domain::UtcTime now);

private:
    std::optional<domain::GrantId> first_at(domain::NodeNumber node, bool is_beneath) const;
};

}  // namespace village::simulation
