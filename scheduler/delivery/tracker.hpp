// Follows one commune's deliveries: per (broadcast, node) how far it came and what the receipt proved (product.md, section 5).
// Sets of nodes are bitmaps, so that marking 10,000 nodes is one small step. Single thread; pure; the desk stores and shows
// the changes it returns. A final state is never left, whatever arrives later or twice.
#pragma once

#include <array>
#include <cstring>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "scheduler/domain/broadcast.hpp"

namespace village::delivery {

/// Many nodes came into the same state at once.
struct DeliveriesMarked {
    domain::BroadcastId broadcast;
    domain::NodeSet nodes;
    domain::DeliveryState state = domain::DeliveryState::planned;
    std::string reason;
    domain::UtcTime changed_at{};
    bool operator==(const DeliveriesMarked&) const = default;
};

/// One node with all its details, or many with the same short word.
using DeliveryChange = std::variant<domain::Delivery, DeliveriesMarked>;
using Changes = std::vector<DeliveryChange>;

struct HashOfContent {
    std::size_t operator()(const domain::ContentHash& hash) const noexcept {
        std::size_t value;
        std::memcpy(&value, hash.bytes.data(), sizeof value);
        return value;
    }
};

/// What silences a part of a broadcast's places though nobody stopped it.
bool is_taken_back(const std::string& reason);

class Tracker {
public:
    static constexpr std::chrono::seconds unconfirmed_after{5};
    static constexpr std::chrono::hours late_receipts{90 * 24};
    /// An interrupted item may go on this long after the end of its broadcast.
    static constexpr std::chrono::minutes settled_after{45};
    /// The reason of what stays unconfirmed for ever.
    static constexpr const char* device_replaced = "device_replaced";
    /// The reason of what is still open, and silent, or quiet, beneath something more important.
    static constexpr const char* gives_way = "gives_way";

    /// A new broadcast: every target is `planned`. One that is over is still to come after all (the clock was ahead): what no node said
    /// itself is `planned` again. Other known ones are left alone.
    Changes plan(const domain::Broadcast& broadcast, domain::UtcTime now);
    /// What was stored, after a restart; call it for each open broadcast, deliveries of others are ignored.
    void restore(const domain::Broadcast& broadcast, const std::vector<domain::Delivery>& deliveries);

    /// For `sent`, `missed` and `cancelled` decided here and not by a node. Only nodes that are less far are touched, and only
    /// those that have not answered themselves: from then on a node's own receipt is the truth.
    Changes mark(domain::BroadcastId broadcast, const domain::NodeSet& nodes, domain::DeliveryState state,
                 const std::string& reason, domain::UtcTime now);
    /// These nodes are told to leave it because of `reason`; none of them knows it, and each reports a STOP.
    Changes taken_back(domain::BroadcastId broadcast, const domain::NodeSet& nodes, const std::string& reason,
                       domain::UtcTime now);
    Changes acknowledged(domain::BroadcastId broadcast, domain::NodeNumber node, domain::UtcTime now);
    Changes fetched(domain::BroadcastId broadcast, domain::NodeNumber node, domain::UtcTime now);
    /// Every open broadcast with this content waits for this: the node has it now.
    Changes fetched(const domain::ContentHash& content, domain::NodeNumber node, domain::UtcTime now);
    /// The node does not hold it any more: what waits there with its audio waits for it again.
    Changes lost(const domain::ContentHash& content, domain::NodeNumber node, domain::UtcTime now);
    /// What was playing there gives way to it, until its node says that it plays that again; what is said of the end is its receipt's.
    Changes started(domain::BroadcastId broadcast, domain::NodeNumber node, domain::UtcTime first_sample, domain::UtcTime now);
    /// The node refuses the grant: missed, with its reason. Where its hours forbid it, or its plan is full, only the reason is noted,
    /// until the broadcast is over: whenever its plan is sent it is asked again. Where it says that it has seen it before, too: its
    /// receipt may be on its way.
    Changes refused(domain::BroadcastId broadcast, domain::NodeNumber node, const domain::Error& why, domain::UtcTime now);
    /// Verified by protocol and committed by storage beforehand. The first receipt of a (broadcast, node) decides; a second one,
    /// or one later than 90 days after the end, changes nothing.
    Changes receipt(const domain::PlaybackReceipt& receipt, domain::UtcTime now);
    /// The node is in contact and all its receipts are committed (its last number is ours). What ended `settled_after` ago and was
    /// never acknowledged by it never reached it: missed, "no_contact", or with the reason it was refused for. Of what a device before
    /// it had begun, and it was not given in time: partial, "outage".
    Changes caught_up(domain::NodeNumber node, domain::UtcTime now);
    /// Another device stands in the node's place. What is over, and was acknowledged by the one before it, nobody reports any more: it
    /// stays unconfirmed, "device_replaced", for it may have been heard. What is not over is the next device's, which is given it anew.
    Changes replaced(domain::NodeNumber node, domain::UtcTime now);
    /// There is no device at these nodes (any more), because of `reason`: of what is over nobody says anything.
    Changes without_device(const domain::NodeSet& nodes, const std::string& reason, domain::UtcTime now);
    /// The broadcast is over (ended, stopped): 5 s later connected nodes without a receipt are `unconfirmed`, and so is whoever was
    /// sounding it when contact was lost.
    void ended(domain::BroadcastId broadcast, domain::UtcTime ended_at);
    /// What time alone changes; call it when `next_alarm` comes. `connected`: those who could have answered.
    Changes advance(const domain::NodeSet& connected, domain::UtcTime now);
    std::optional<domain::UtcTime> next_alarm() const;
    /// Nodes that refuse something which is not over, and may yet agree to it.
    domain::NodeSet refusing() const;

    std::optional<domain::Delivery> find(domain::BroadcastId broadcast, domain::NodeNumber node) const;
    std::vector<domain::Delivery> deliveries(domain::BroadcastId broadcast) const;
    /// The nodes that have not said how it ended.
    domain::NodeSet unanswered(domain::BroadcastId broadcast) const;

private:
    static constexpr std::size_t state_count = 11;
    struct Track {
        domain::Duration expected{};
        std::optional<domain::ContentHash> content;
        std::array<domain::NodeSet, state_count> by_state;
        /// Nodes about which more is known than their state; the others share the words of the last mark.
        std::unordered_map<std::uint16_t, domain::Delivery> details;
        std::array<std::string, state_count> reasons;
        domain::UtcTime changed_at{};
        std::optional<domain::UtcTime> ended_at;
        bool unconfirmed_marked = false;

        std::optional<domain::DeliveryState> state_of(domain::NodeNumber node) const;
        domain::NodeSet& in(domain::DeliveryState state) { return by_state[static_cast<std::size_t>(state)]; }
        const domain::NodeSet& in(domain::DeliveryState state) const { return by_state[static_cast<std::size_t>(state)]; }
    };
    Track* find_track(domain::BroadcastId id);
    Changes reopen(const domain::Broadcast& broadcast, Track& track, domain::UtcTime now);
    domain::Delivery describe(domain::BroadcastId id, const Track& track, domain::NodeNumber node) const;
    Changes keep(Track& track, domain::Delivery delivery, domain::UtcTime now);
    Changes give_way(domain::BroadcastId to, domain::NodeNumber node, domain::UtcTime now);
    Changes step(domain::BroadcastId id, domain::NodeNumber node, domain::DeliveryState state, domain::UtcTime now);
    Changes mark_unconfirmed(domain::BroadcastId id, Track& track, const domain::NodeSet& connected, domain::UtcTime now);

    std::unordered_map<domain::BroadcastId, Track> tracks_;
    std::unordered_map<std::uint16_t, std::set<domain::BroadcastId>>
        playing_;  ///< By node, as far as it has not said how it ended.
    std::unordered_multimap<domain::ContentHash, domain::BroadcastId, HashOfContent> waiting_for_;
    std::set<std::pair<domain::UtcTime, domain::BroadcastId>> alarms_;  ///< Unconfirmed marks, then the 90 days' end.
};

}  // namespace village::delivery
