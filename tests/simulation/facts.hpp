// What all judges of a run know: what the signer issued, what sounds where, which node has been restarted how often, and what was
// broken first. In true time; nobody under test sees it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "scheduler/domain/grant.hpp"
#include "tests/simulation/almanac.hpp"
#include "tests/simulation/situations.hpp"
#include "tests/simulation/violation.hpp"

namespace village::simulation {

/// How wrong a trusted clock may be.
inline constexpr std::chrono::milliseconds clock_error_max{20};
/// What a loudspeaker may still sound of what had left its node.
inline constexpr std::chrono::seconds ring_out{1};
/// Who is in contact has been given a STOP, or other hours, by then.
inline constexpr std::chrono::seconds arrives_within{15};
/// The longest time between the wish and the first sample.
inline constexpr std::chrono::milliseconds device_latency_max{60};

/// What leaves a loudspeaker.
struct Sound {
    domain::GrantId grant;
    std::optional<domain::ContentHash> content;  ///< Empty: a stream.
    domain::Duration position{};
    bool is_beneath = false;  ///< It was told to be quiet before its first sample.
};

using OnNode = std::pair<domain::NodeNumber, domain::GrantId>;

struct Facts {
    /// A loudspeaker's own.
    struct NodeClock {
        std::optional<domain::Duration> error;        ///< How far it is ahead; nothing: it is not trusted.
        std::optional<domain::Duration> known_error;  ///< The same when it was trusted last in this life.
        domain::UtcTime set_at{};                     ///< By more than what exchanges correct.
    };
    struct Segment {
        domain::UtcTime since{};
        bool is_beneath = false;  ///< Goes on quietly beneath something louder.
    };

    Almanac almanac;
    Situations& situations;
    std::map<domain::GrantId, domain::Grant> issued;
    std::map<domain::BroadcastId, domain::GrantId> grant_of;
    std::map<domain::NodeNumber, std::uint32_t> lives;
    std::map<OnNode, Segment> sounding;
    std::map<OnNode, domain::UtcTime> reached_since;  ///< Relays of which this loudspeaker is given something to hear.
    std::set<OnNode> finished;
    std::set<OnNode> ended_astray;  ///< Said by a loudspeaker that had been told a wrong time.
    std::set<OnNode> without_room;  ///< Turned away by this loudspeaker's full plan once, rightly.
    std::map<std::pair<domain::NodeNumber, domain::BroadcastId>, domain::DeliveryState> said;  ///< In receipts.
    std::map<domain::NodeNumber, NodeClock> clocks;
    bool controller_clock_is_wrong = false;
    domain::UtcTime controller_clock_right_since{};
    std::set<domain::BroadcastId> ended_by_wrong_clock;  ///< The controller took it for over, and it is not.
    std::map<domain::NodeNumber, domain::UtcTime> last_reachable;
    domain::UtcTime hours_saved_at{};  ///< Those of hamlets, or the special days that they are for, the last time ...
    std::map<domain::NodeNumber, domain::UtcTime> hours_taken;  ///< ... and when a loudspeaker was told of that.
    bool database_was_restored = false;
    std::set<domain::BroadcastId> restored_as_over;  ///< It takes them for over since, whatever became of them.
    std::set<domain::BroadcastId> forgotten;         ///< Signed before the database was put back to a time before that.
    std::optional<Violation> violation;

    const domain::Grant* find(domain::GrantId grant) const;
    /// It was told a wrong time by the only one who tells it, and keeps to it.
    bool is_led_astray(domain::NodeNumber node) const;
    /// What time it is there, as far as it could know; a clock in doubt goes on by itself.
    domain::UtcTime time_at(domain::NodeNumber node, domain::UtcTime now) const;
    /// By the old time or by the new one.
    bool is_being_set(domain::NodeNumber node, domain::UtcTime now) const;
    /// All that sounds at one loudspeaker: what is beneath, too.
    std::vector<domain::GrantId> heard_at(domain::NodeNumber node) const;
    std::optional<domain::GrantId> loud_at(domain::NodeNumber node) const;
    std::optional<domain::GrantId> beneath_at(domain::NodeNumber node) const;
    /// What is staggered, with the times of this node's own pass.
    static domain::Grant at_node(domain::Grant grant, domain::NodeNumber node);
    /// When it took the hours that hold now; max(): it has not been told of them.
    domain::UtcTime knows_hours_since(domain::NodeNumber node) const;
    /// It was in contact long enough after `since` to have been told, or to have been told to be silent.
    bool had_to_know(domain::NodeNumber node, domain::UtcTime since) const;
    /// Only the first one is kept: what comes after may follow from it.
    void fail(const char* invariant, domain::NodeNumber node, const std::string& words, domain::UtcTime now);

private:
    std::optional<domain::GrantId> first_at(domain::NodeNumber node, bool is_beneath) const;
};

}  // namespace village::simulation
